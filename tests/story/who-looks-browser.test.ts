/** Logging in, and an owner's page, in a real browser: on a phone and on a desk nothing is cut off, and one tap is enough. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk } from '../support/app/test-desk.ts'
import { openedBy } from '../support/page-visitor.ts'
import { until } from '../support/until.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
const WXWORK = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) wxwork/4.1 MicroMessenger/7.0'

describe.skipIf(inject('withoutBrowser'))('pages behind messages, in a browser', () => {
  let browser: Browser
  let desk: TestDesk
  let url: string

  beforeAll(async () => {
    desk = await openTestDesk({ redisUrl: null, rules: NO_BURSTS })
    url = await (await desk.start()).open()
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: ['--no-sandbox', '--disable-gpu'],
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await desk?.close()
  })

  const open = async (viewport: typeof PHONE, userAgent?: string): Promise<Page> => {
    const context = await browser.newContext({ viewport, ...(userAgent && { userAgent }) })
    return context.newPage()
  }
  const isWhole = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
  const says = async (text: string) => {
    await desk.says('zhang-wei', text)
    await desk.idle()
  }
  const read = async (kind: 'owners' | 'members', id: string) => desk.platform().read({ kind, id })

  test('on a desk somebody scans, and is in; and out again', async () => {
    const page = await open(DESK)
    await page.goto(`${url}/login`)
    await page.getByRole('heading', { name: '企业微信登录' }).waitFor()
    expect(await isWhole(page)).toBe(true)
    await page.getByRole('link', { name: /李军/ }).click()
    await page.getByRole('heading', { name: '已登录' }).waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('heading', { name: '已退出' }).waitFor()
    await page.getByRole('link', { name: '重新登录' }).click()
    await page.getByRole('heading', { name: '企业微信登录' }).waitFor()
  })

  test('on a phone inside WeCom the ticket is there without a question', async () => {
    await says('3栋2单元501厨房水管漏水，今天下午在家')
    await says('没有')
    await says('提交')
    const cards = (await read('members', 'li-jun')).flatMap(({ card }) => card ?? [])
    const page = await open(PHONE, WXWORK)
    await page.goto(openedBy('li-jun', cards.at(-1)?.url ?? ''))
    await page.getByText('厨房水管漏水').waitFor()
    await page.getByText('李军已登录').waitFor()
    expect(await isWhole(page)).toBe(true)
  })

  test('an owner opens the link with one tap; elsewhere it says how to get another', async () => {
    await says('我的报修到哪一步了')
    await says('看详情')
    // News of the repair may arrive behind the answer.
    const link = await until('the owner has a link', async () => {
      const said = await read('owners', 'zhang-wei')
      return said.flatMap(({ links }) => links ?? []).at(-1)?.url
    })
    const mine = await open(PHONE)
    await mine.goto(link)
    await mine.getByRole('button', { name: '打开' }).click()
    await mine.getByText('厨房水管漏水').waitFor()
    await mine.reload()
    await mine.getByText('经过').waitFor()
    expect(await isWhole(mine)).toBe(true)
    const other = await open(DESK)
    await other.goto(link)
    await other.getByRole('heading', { name: '链接已经用过' }).waitFor()
    expect(await isWhole(other)).toBe(true)
  })
})
