/** The page as people use it: three phones of the real build in a browser, tapped and typed on, and the clock moved. */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk } from '../support/app/test-desk.ts'
import { PICTURE } from '../support/story/picture.ts'

const FIRST = 'BX20261123-0001'
const SECOND = 'BX20261123-0002'
const WAIT_MS = 30_000

describe.skipIf(inject('withoutBrowser'))('The three phones of the page', () => {
  let browser: Browser
  let desk: TestDesk
  let page: Page
  let url: string
  const complaints: string[] = []

  beforeAll(async () => {
    desk = await openTestDesk({ redisUrl: null, rules: NO_BURSTS })
    url = await (await desk.start()).open()
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: ['--no-sandbox', '--disable-gpu'],
    })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(WAIT_MS)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await desk?.close()
  })

  const show = (owner: string) =>
    page.goto(`${url}/sandbox?owner=${owner}&staff=li-jun&lead=gao-yuan`)
  const owner = () => page.locator('#phone-owner')
  const staff = () => page.locator('#phone-staff')
  const lead = () => page.locator('#phone-lead')
  const cardOf = (phone: Locator, words: string) =>
    phone.locator('.card').filter({ hasText: words }).last()
  const says = async (text: string) => {
    const field = owner().locator('textarea')
    await field.fill(text)
    await field.press('Enter')
  }
  const tapsMenu = (name: string) =>
    owner().locator('.chat').getByRole('button', { name, exact: true }).last().click()
  const isGone = (found: Locator) => found.waitFor({ state: 'detached' })

  test('an owner reports by typing and tapping', async () => {
    await show('zhang-wei')
    await says('厨房水管漏水，明天上午在家')
    await owner().getByText('有照片吗？').waitFor()
    await says('没有')
    await owner().getByText('请核对').last().waitFor()
    await tapsMenu('提交')
    await owner().getByText(FIRST).first().waitFor()
  }, 120_000)

  test('the technician accepts on the card, and the owner reads who comes', async () => {
    await cardOf(staff(), FIRST).getByRole('button', { name: '接单', exact: true }).click()
    await cardOf(staff(), `${FIRST} 已接单`)
      .getByRole('button', { name: '到场', exact: true })
      .waitFor()
    await owner().getByText('李军师傅（水电）已接单').waitFor()
    await isGone(staff().getByRole('button', { name: '接单', exact: true }))
  }, 120_000)

  test('nobody takes the second matter: moving the clock brings it to the manager', async () => {
    await show('li-na')
    await says('1栋门禁刷不开')
    await owner().getByText('有照片吗？').waitFor()
    await says('没有')
    await owner().getByText('请核对').last().waitFor()
    await tapsMenu('提交')
    await owner().getByText(SECOND).first().waitFor()
    expect(await lead().locator('.card').count()).toBe(0)

    await page.getByRole('button', { name: '+30 分钟' }).click()
    await lead().locator('.tabs__tab--news').getByText('值班群').waitFor()
    await isGone(page.locator('.clock--moving'))
    expect(await lead().locator('.card').count()).toBe(0)

    await page.locator('.clock-buttons__free input').fill('5')
    await page.getByRole('button', { name: '快进' }).click()
    await page.locator('.clock__now').getByText('14:').waitFor()
    const escalation = cardOf(lead(), '【升级L4】接单超时')
    await escalation.getByText(SECOND).waitFor()
    await isGone(page.locator('.clock--moving'))
    expect(await lead().getByText(FIRST).count()).toBe(0)

    if (PICTURE) await page.setViewportSize({ width: 1440, height: 1080 })
    await show('zhang-wei')
    await escalation.getByRole('button', { name: '我来处理' }).waitFor()
    if (PICTURE) await page.screenshot({ path: PICTURE })
    await escalation.getByRole('button', { name: '我来处理' }).click()
    await lead().getByText('您已接手，请尽快处理').waitFor()
    expect(complaints).toEqual([])
  }, 120_000)
})
