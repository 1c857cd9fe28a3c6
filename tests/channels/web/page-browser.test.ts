import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { servePage } from '../../support/serve-page.ts'
import { until } from '../../support/until.ts'
import { openWebChatServer, type WebChatServer } from '../../support/web-chat-server.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 860 }

describe.skipIf(inject('withoutBrowser'))('the web chat in a browser', () => {
  let browser: Browser
  let context: BrowserContext
  let server: WebChatServer
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: ['--no-sandbox'],
    })
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    server = await openWebChatServer()
    context = await browser.newContext({ viewport: PHONE })
    complaints = []
    page = await openPage()
  })
  afterEach(async () => {
    await context.close()
    await server.close()
  })

  async function openPage(): Promise<Page> {
    const made = await context.newPage()
    made.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    made.on('pageerror', (error) => complaints.push(String(error)))
    return made
  }
  const open = async (on = page) => {
    await on.goto(server.url)
    await on.getByText('在线，全天受理').waitFor()
  }
  const write = async (text: string, on = page) => {
    await on.locator('textarea').fill(text)
    await on.locator('textarea').press('Enter')
  }
  const own = (on = page) => on.locator('.message--own')
  /** Ours, as the desk has it. */
  const arrived = (on = page) => on.locator('.message--own:not(.message--waiting)')
  const waitingTexts = async () =>
    (await server.waiting()).flatMap((content) => (content as { text?: string }).text ?? [])

  test('words go out with Enter, the answer comes by itself, and it is said that one is written', async () => {
    await open()
    await write('厨房水管漏水')
    await own().getByText('厨房水管漏水').waitFor()
    expect(await page.locator('textarea').inputValue()).toBe('')
    await arrived().getByText('厨房水管漏水').waitFor()
    await page.locator('.writing').waitFor()
    await server.say({ kind: 'text', text: '请发房号，例如“3栋2单元501”。' })
    await page.getByText('请发房号').waitFor()
    await server.database.db.updateTable('inbox_item').set({ doneAt: new Date() }).execute()
    await page.locator('.writing').waitFor({ state: 'hidden' })
    expect(await own().count()).toBe(1)
    expect(await waitingTexts()).toEqual([])
    expect(complaints).toEqual([])
  })

  test('options are buttons: a tap sends the token and shows what was chosen', async () => {
    await open()
    await server.say({
      kind: 'menu',
      text: '请选择要办的事',
      options: [
        { token: 'm:1', label: '我要报修' },
        { token: 'm:2', label: '查物业费' },
      ],
      tail: '也可以直接说',
    })
    await page.getByRole('button', { name: '我要报修' }).click()
    await own().getByText('我要报修').waitFor()
    await page.locator('.option--chosen').getByText('我要报修').waitFor()
    await until('it is kept', async () =>
      (await server.waiting()).some((content) => (content as { token?: string }).token === 'm:1'),
    )
    await page.getByText('也可以直接说').waitFor()
    expect(complaints).toEqual([])
  })

  test('a photo of a phone is shrunk, sent, shown, and opened large', async () => {
    await page.setViewportSize({ width: 2400, height: 1800 })
    await open()
    const large = await page.screenshot()
    await page.setViewportSize(PHONE)
    await page.locator('input[type=file]').setInputFiles({
      name: '厨房.png',
      mimeType: 'image/png',
      buffer: large,
    })
    await own().locator('.photo img').waitFor()
    await until('it is drawn', () =>
      page.evaluate("document.querySelector('.photo img').naturalWidth === 1600"),
    )
    expect(await own().count()).toBe(1)
    await page.locator('.photo').click()
    expect(await page.locator('.photo-view').isVisible()).toBe(true)
    await page.locator('.photo-view').click()
    expect(await page.locator('.photo-view').isVisible()).toBe(false)
    const file = await server.database.db.selectFrom('media_file').selectAll().executeTakeFirst()
    expect(file).toMatchObject({ state: 'stored', mime: 'image/jpeg' })
    expect(complaints).toEqual([])
  })

  test('what is no photo is refused in words and leaves nothing behind', async () => {
    await open()
    await page.locator('input[type=file]').setInputFiles({
      name: 'a.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    })
    await page.getByText('这张图片打不开').waitFor()
    expect(await own().count()).toBe(0)
  })

  test('without the line it says so, keeps what is written, and sends it once when the line is back', async () => {
    await open()
    await write('第一句')
    await arrived().getByText('第一句').waitFor()
    await server.unplug()
    await page.getByText('正在重连').waitFor()
    await write('断线时写的')
    await page.getByText('没发出去，点此重发').waitFor()
    await server.listen()
    await page.getByText('在线，全天受理').waitFor()
    await page.locator('.again').waitFor({ state: 'detached' })
    await until('it arrived', async () => (await waitingTexts()).includes('断线时写的'))
    await until('it stands once', async () => (await own().count()) === 2)
    expect(await waitingTexts()).toEqual(['第一句', '断线时写的'])
  })

  test('an answer that came while the page was away is there when it comes back', async () => {
    await open()
    await server.unplug()
    await page.getByText('正在重连').waitFor()
    await server.say({ kind: 'text', text: '师傅明天上午到' })
    await server.listen()
    await page.getByText('师傅明天上午到').waitFor()
    await page.reload()
    await page.getByText('师傅明天上午到').waitFor()
    expect(await page.locator('.message').count()).toBe(1)
  })

  test('two windows of one browser show one talk', async () => {
    await open()
    const second = await openPage()
    await open(second)
    await write('两个窗口', second)
    await own().getByText('两个窗口').waitFor()
    await server.say({ kind: 'text', text: '都看得到' })
    for (const one of [page, second]) await one.getByText('都看得到').waitFor()
    expect(await own(second).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('nothing that is written becomes a part of the page', async () => {
    await open()
    await write('<img src=x onerror="document.title=1"><b>粗</b>')
    await server.say({ kind: 'text', text: '<script>document.title=2</script>' })
    await page.getByText('<script>document.title=2').waitFor()
    expect(await page.locator('.messages b, .messages script').count()).toBe(0)
    expect(await page.title()).toBe('云锦花园 · 在线服务')
    expect(complaints).toEqual([])
  })

  test.each([
    ['phone', PHONE],
    ['small phone', { width: 320, height: 568 }],
    ['desk', DESK],
  ])('fits a %s: nothing is cut off, and the field is where the thumb is', async (_what, size) => {
    await page.setViewportSize(size)
    await open()
    await server.say({ kind: 'text', text: `${'很长的话'.repeat(60)} ${'x'.repeat(300)}` })
    await page.locator('.message').waitFor()
    const sizes = (await page.evaluate(`({
      wide: document.documentElement.scrollWidth,
      inTalk: document.querySelector('.talk').scrollWidth - document.querySelector('.talk').clientWidth,
      send: document.querySelector('.send').getBoundingClientRect().bottom,
    })`)) as { wide: number; inTalk: number; send: number }
    expect(sizes.wide).toBeLessThanOrEqual(size.width)
    expect(sizes.inTalk).toBe(0)
    expect(sizes.send).toBeLessThanOrEqual(size.height)
    const chat = await page.locator('.chat').boundingBox()
    if (size === DESK) expect(chat?.width).toBe(680)
    else expect(chat?.width).toBe(size.width)
    expect(complaints).toEqual([])
  })

  test('another site shows it behind a button, when it may', async () => {
    await server.close()
    const host = await servePage('')
    server = await openWebChatServer({ embedOrigins: [host.origin] })
    host.set(
      `<!doctype html><title>物业公司</title><script src="${server.url}/embed.js" data-project="P1" defer></script>`,
    )
    await page.goto(host.origin)
    expect(await page.locator('iframe').getAttribute('src')).toBeNull()
    await page.getByRole('button', { name: '在线服务' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('在线，全天受理').waitFor()
    await frame.locator('textarea').fill('从公司网站来的')
    await frame.locator('textarea').press('Enter')
    await frame.locator('.message--own').getByText('从公司网站来的').waitFor()
    await until('it is kept', async () => (await waitingTexts()).includes('从公司网站来的'))
    await page.getByRole('button', { name: '收起' }).click()
    expect(await page.locator('iframe').isVisible()).toBe(false)
    await host.close()
  })
})
