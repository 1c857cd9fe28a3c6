import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { buttonCard } from './support/cards.ts'
import { AGENT, CHEN, KF, ROBOT, until } from './support/test-platform.ts'
import { openTestSandbox, type TestSandbox } from './support/test-sandbox.ts'

describe.skipIf(inject('withoutBrowser'))('the page in a browser', () => {
  let browser: Browser
  let sandbox: TestSandbox
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
    sandbox = await openTestSandbox()
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    complaints = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
  })
  afterEach(async () => {
    await page.close()
    await sandbox.close()
  })

  const open = (query = '') => page.goto(sandbox.url + query)
  const kfSend = (message: object) =>
    sandbox.platform.post('/cgi-bin/kf/send_msg', { touser: CHEN, open_kfid: KF, ...message })
  const ownerChat = () => page.locator('#phone-owner .chat')

  test('an owner writes with Enter and taps the menu that comes, without the page being loaded again', async () => {
    await open()
    const field = page.locator('#phone-owner textarea')
    await field.fill('厨房漏水')
    await field.press('Enter')
    await ownerChat().getByText('厨房漏水').waitFor()
    expect(await field.inputValue()).toBe('')

    await kfSend({
      msgtype: 'msgmenu',
      msgmenu: { list: [{ type: 'click', click: { id: 'a:1', content: '查看进度' } }] },
    })
    await ownerChat().getByRole('button', { name: '查看进度' }).click()
    await ownerChat().locator('.bubble-row--own').getByText('查看进度').waitFor()
    const { messages } = await sandbox.platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(messages.map(({ from }) => from)).toEqual(['owner', 'desk', 'owner'])
    expect(complaints).toEqual([])
  })

  test('Shift and Enter begins a new line, and blanks are not sent', async () => {
    await open()
    const field = page.locator('#phone-owner textarea')
    await field.fill('   ')
    await field.press('Enter')
    await field.fill('第一行')
    await field.press('Shift+Enter')
    await field.pressSequentially('第二行')
    await field.press('Enter')
    await ownerChat().locator('.bubble-row--own').waitFor()
    const { messages } = await sandbox.platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(messages.map(({ content }) => content)).toEqual([
      { type: 'text', text: '第一行\n第二行' },
    ])
  })

  test('a technician chooses on the card and taps; the choice stays while other things happen', async () => {
    await sandbox.platform.post('/cgi-bin/message/send', {
      touser: 'ZhangWei',
      agentid: AGENT,
      msgtype: 'template_card',
      template_card: buttonCard('t1'),
    })
    sandbox.desk.answerWith((one) =>
      one.message['EventKey'] === 'accept'
        ? '<xml><ToUserName>ZhangWei</ToUserName><MsgType>update_button</MsgType><Button><ReplaceName>已接单</ReplaceName></Button></xml>'
        : 200,
    )
    await open('?staff=ZhangWei')
    const phone = page.locator('#phone-staff')
    await phone.locator('select').selectOption('2h')
    await sandbox.platform.post('/cgi-bin/message/send', {
      touser: 'ZhangWei',
      agentid: AGENT,
      msgtype: 'text',
      text: { content: '请尽快接单' },
    })
    await phone.getByText('请尽快接单').waitFor()
    expect(await phone.locator('select').inputValue()).toBe('2h')

    await phone.getByRole('button', { name: '接单', exact: true }).click()
    await phone.getByText('已接单').waitFor()
    expect(await phone.getByRole('button', { name: '转单' }).count()).toBe(0)
    const tap = sandbox.desk.received.find((one) => one.message['EventKey'] === 'accept')!
    expect(tap.plaintext).toContain('<OptionId><![CDATA[2h]]></OptionId>')
    expect(complaints).toEqual([])
  })

  test('photos are sent from the album, smaller than they were, and opened large', async () => {
    await page.setViewportSize({ width: 2400, height: 1800 })
    const large = await page.screenshot()
    await page.setViewportSize({ width: 1440, height: 900 })
    await open()
    await page.locator('#phone-owner .composer__more').click()
    await page.locator('#phone-owner input[type=file]').setInputFiles({
      name: '厨房.png',
      mimeType: 'image/png',
      buffer: large,
    })
    await ownerChat().locator('.photo img').waitFor()
    const { messages } = await sandbox.platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    const content = messages[0]!.content
    if (content.type !== 'image') throw new Error('no picture')
    const medium = await sandbox.platform.control.medium(content.mediaId)
    expect(medium.contentType).toBe('image/jpeg')
    const width = await page.evaluate("document.querySelector('.photo img').naturalWidth")
    expect(width).toBe(1600)
    expect(await page.locator('#phone-owner .panel').isVisible()).toBe(false)

    await ownerChat().locator('.photo').click()
    expect(await page.locator('.photo-view').isVisible()).toBe(true)
    await page.locator('.photo-view').click()
    expect(await page.locator('.photo-view').isVisible()).toBe(false)
    expect(complaints).toEqual([])
  })

  test('the clock is moved and every phone shows the new time', async () => {
    await open()
    await page.getByRole('button', { name: '+30 分钟' }).click()
    await page.locator('.clock__now').getByText('09:30').waitFor()
    await until(async () =>
      (await page.locator('.status-bar__time').allTextContents()).every((time) => time === '09:30'),
    )
    await page.locator('.clock-buttons__free input').fill('3')
    await page.locator('.clock-buttons__free select').selectOption('86400000')
    await page.getByRole('button', { name: '快进' }).click()
    await page.locator('.clock__now').getByText('11月26日').waitFor()
    expect(complaints).toEqual([])
  })

  test('the manager’s group shows what is new until it is looked at', async () => {
    await open('?lead=wangqiang')
    const group = page.locator('#phone-lead').getByText('值班群')
    await fetch(`${sandbox.platform.baseUrl}/cgi-bin/webhook/send?key=${ROBOT}`, {
      method: 'POST',
      body: JSON.stringify({ msgtype: 'text', text: { content: '15分钟无人接单' } }),
    })
    await page.locator('#phone-lead .tabs__tab--news').getByText('值班群').waitFor()
    await group.click()
    await page.locator('#phone-lead').getByText('15分钟无人接单').waitFor()
    expect(await page.locator('#phone-lead .tabs__tab--news').count()).toBe(0)
    expect(new URL(page.url()).searchParams.get('leadView')).toBe('group')
  })

  test('on a phone’s width one phone is seen at a time, and news on the others is marked', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open()
    const visible = async () =>
      page.locator('.phone:visible').evaluateAll((phones) => phones.map(({ id }) => id))
    expect(await visible()).toEqual(['phone-owner'])
    await sandbox.platform.post('/cgi-bin/message/send', {
      touser: 'ZhangWei',
      agentid: AGENT,
      msgtype: 'text',
      text: { content: '新工单' },
    })
    await page.locator('.slot-tab--news').getByText('师傅').click()
    expect(await visible()).toEqual(['phone-staff'])
    expect(await page.locator('.slot-tab--news').count()).toBe(0)
    await expectNoOverflow()
  })

  test.each([
    [390, 844],
    [1440, 900],
  ])('at %d pixels an owner sends a voice, a place, a file and a link', async (width, height) => {
    await page.setViewportSize({ width, height })
    await open()
    for (const label of ['语音 5″', '位置', '文件', '链接']) {
      await page.locator('#phone-owner .composer__more').click()
      await page.locator('#phone-owner .panel').getByText(label, { exact: true }).click()
      await until(async () => !(await page.locator('#phone-owner .panel').isVisible()))
    }
    const seen = ['5″', '小区南门', '装修申请.pdf', '漏水情况视频']
    for (const words of seen) await ownerChat().getByText(words).waitFor()
    await expectNoOverflow()
    expect(complaints).toEqual([])
  })

  test('a servicer takes a chat, answers with words and a file, and ends it', async () => {
    await sandbox.platform.control.write({ kind: 'owners', id: 'chen' }, { text: '找人工' })
    const chat = { open_kfid: KF, external_userid: CHEN }
    await sandbox.platform.post('/cgi-bin/kf/service_state/trans', { ...chat, service_state: 2 })
    await open('?lead=lina&leadView=chats')
    const phone = page.locator('#phone-lead')
    await phone.getByRole('button', { name: '接入' }).click()
    await phone.getByText('正在接待').waitFor()
    await phone.getByText('陈晓燕').click()
    await phone.locator('textarea').fill('您好，我是李娜')
    await phone.locator('.composer__send').click()
    await ownerChat().getByText('您好，我是李娜').waitFor()
    await phone.locator('.composer__more').click()
    await phone.locator('.panel').getByText('文件', { exact: true }).click()
    await ownerChat().getByText('装修申请.pdf').waitFor()
    await phone.locator('.composer__more').click()
    await phone.locator('.panel').getByText('结束会话').click()
    const state = () => sandbox.platform.post('/cgi-bin/kf/service_state/get', chat)
    await until(async () => (await state()).service_state === 4)
    expect(complaints).toEqual([])
  })

  async function expectNoOverflow(): Promise<void> {
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBe(0)
  }

  test('what cannot be done is said, not swallowed', async () => {
    await open()
    await page.evaluate(
      "document.querySelector('#phone-owner textarea').removeAttribute('required')",
    )
    await page.locator('#phone-owner .composer__send').click()
    await page.locator('.toast').getByText('请先输入内容').waitFor()
  })
})
