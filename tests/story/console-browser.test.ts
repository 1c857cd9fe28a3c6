/** The console in a real browser, on a phone and on a desk: a dispatcher sees a report come, finds it, gives it away, logs a call. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk, PATIENCE } from '../support/app/test-desk.ts'
import { openedBy } from '../support/page-visitor.ts'
import { jpeg } from '../support/tiny-photo.ts'

const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desk', { width: 1280, height: 800 }],
] as const

describe.skipIf(inject('withoutBrowser'))('the console, in a browser', () => {
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
  }, PATIENCE.timeout)
  afterAll(async () => {
    await browser?.close()
    await desk?.close()
  })

  const isWhole = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
  const says = async (text: string) => {
    await desk.says('zhang-wei', text)
    await desk.idle()
  }
  const look = async (page: Page, what: string) => expect(await isWhole(page), what).toBe(true)

  test.each(SIZES)('on a %s the board comes alive', async (size, viewport) => {
    const page = await (await browser.newContext({ viewport })).newPage()
    const wrong: string[] = []
    page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()))
    await page.goto(openedBy('gao-yuan', `${url}/console`))
    await page.locator('#live').waitFor()
    await look(page, 'board-before')

    const [words, place] =
      size === 'phone'
        ? ['厨房水管漏水，明天上午在家', '3栋2单元501']
        : ['客厅灯不亮了，明天下午在家', '3栋2单元501']
    await says(words)
    await says('没有')
    await says('提交')
    await page
      .getByRole('link', { name: new RegExp(words.slice(0, 5)) })
      .waitFor({ timeout: 20_000 })
    await look(page, 'board')

    await page.getByRole('searchbox').fill('3-2-501')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.getByText('“3-2-501”的搜索结果').waitFor()
    await look(page, 'search')
    await page.getByRole('link', { name: new RegExp(words.slice(0, 5)) }).click()
    await page.getByRole('heading', { name: '操作' }).waitFor()
    expect(await page.locator('body').textContent()).toContain(place)
    await look(page, 'ticket')
    const choice = page.getByRole('combobox', { name: '派给' })
    const free = await choice.locator('option:not([disabled])').nth(1).getAttribute('value')
    await choice.selectOption(free)
    await page.getByRole('button', { name: '确认派单' }).click()
    await page.getByText('已派单').waitFor()
    await look(page, 'assigned')

    await page.getByRole('link', { name: '代客报修' }).click()
    await page.getByRole('textbox', { name: '房号' }).fill('9-9-999')
    await page.getByRole('textbox', { name: '问题' }).fill(`对讲机没有声音 <b>${size}</b>`)
    await page.getByRole('button', { name: '登记' }).click()
    await page.getByText('没有查到这个房号').waitFor()
    expect(await page.getByRole('textbox', { name: '问题' }).inputValue()).toContain('对讲机')
    await look(page, 'call-wrong')
    await page.getByRole('textbox', { name: '房号' }).fill(size === 'phone' ? '3-2-501' : '3-2-502')
    const chosen = page.getByLabel('照片')
    const shown = { name: '对讲机.jpg', mimeType: 'image/jpeg', buffer: jpeg }
    await chosen.setInputFiles(Array.from({ length: 13 }, () => shown))
    await page.getByRole('button', { name: '登记' }).click()
    const told = await page.evaluate("document.querySelector('[type=file]').validationMessage")
    expect(told).toBe('照片最多12张，请少选几张。')
    await chosen.setInputFiles(shown)
    await look(page, 'call-photo')
    await page.getByRole('button', { name: '登记' }).dblclick()
    await page.getByText('已登记，工单号').waitFor()
    await page.getByRole('img', { name: /照片/ }).first().waitFor()
    await look(page, 'logged')
    expect(wrong.filter((line) => !line.startsWith('Failed to load'))).toEqual([])
  })

  test.each(SIZES)('on a %s somebody is called in and sent off again', async (_size, viewport) => {
    const page = await (await browser.newContext({ viewport })).newPage()
    const given = desk.db.selectFrom('ticket').select('id').where('assigneeId', 'is not', null)
    const { id } = await given.orderBy('number').executeTakeFirstOrThrow()
    await page.goto(openedBy('gao-yuan', `${url}/console/tickets/${id}`))
    const callee = page.getByRole('combobox', { name: '叫谁来' })
    await callee.selectOption(await callee.locator('option').nth(1).getAttribute('value'))
    await page.getByRole('textbox', { name: '来做什么' }).fill('需要两个人抬 <b>')
    await page.getByRole('button', { name: '叫人' }).click()
    await page.getByText('已叫人').waitFor()
    const helpers = page.locator('.helpers')
    expect(await helpers.textContent()).toContain('等回应')
    expect(await helpers.textContent()).toContain('<b>')
    await look(page, 'called in')
    await page.getByRole('button', { name: '不用协助了' }).first().click()
    await page.getByText('已告知不用协助了').waitFor()
    expect(await helpers.textContent()).toContain('已请回')
  })

  test.each(SIZES)('on a %s the other ways in are whole', async (_size, viewport) => {
    const page = await (await browser.newContext({ viewport })).newPage()
    await page.goto(`${url}/login/admin`)
    await page.getByRole('textbox', { name: '密码' }).waitFor()
    await look(page, 'administrator')
    await page.goto(`${url}/sandbox`)
    const link = page.getByRole('link', { name: '工单看板' })
    await look(page, 'sandbox')
    await page.goto(new URL((await link.getAttribute('href')) ?? '', url).href)
    await look(page, 'link')
    await page.getByRole('button', { name: '打开看板' }).click()
    await page.locator('#live').waitFor()
    await page.goBack()
    await page.reload()
    await page.getByText('链接已经用过').waitFor()
  })
})
