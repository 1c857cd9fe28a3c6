import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decrypt } from '@wecom/crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { USUAL_SENDER } from '../../src/sandbox/platform/callback/sender.ts'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import {
  AGENT,
  type CallAnswer,
  CORP,
  KF,
  openTestPlatform,
  type TestPlatform,
  until,
} from './support/test-platform.ts'

let platform: TestPlatform
let desk: DeskDouble

beforeEach(async () => {
  platform = await openTestPlatform()
  desk = await openDeskDouble(CORP)
})
afterEach(async () => {
  await platform.close()
  await desk.close()
})

const connect = () => platform.control.connectDesk(AGENT, desk.url)
const ownerSays = (text: string) => platform.control.write({ kind: 'owners', id: 'chen' }, { text })
const memberSays = (text: string, id = 'ZhangWei') =>
  platform.control.write({ kind: 'members', id }, { text })
const settled = () =>
  until(async () => (await platform.control.pending()).what.every((w) => !w.startsWith('回调')))
const givenUp = () => until(async () => (await platform.control.pending()).givenUp > 0)
const contents = () => desk.received.map((one) => one.message['Content'])

describe('the address', () => {
  test('is saved after the desk has answered the check with the bare plaintext', async () => {
    expect(await connect()).toEqual({ redelivered: 0 })
    await ownerSays('在吗')
    await until(() => desk.received.length > 0)
  })

  test.each([
    ['in quotes', (plaintext: string) => `"${plaintext}"`],
    ['with a line end', (plaintext: string) => `${plaintext}\n`],
    ['read as a number', (plaintext: string) => String(Number(plaintext))],
    ['with something else', () => 'ok'],
  ])('is refused when the check is answered %s', async (_how, echo) => {
    desk.echoWith(echo)
    await expect(connect()).rejects.toThrow('回应的不是原文')
  })

  test('is refused when nobody answers there', async () => {
    const nowhere = platform.control.connectDesk(AGENT, 'http://127.0.0.1:9/callback')
    await expect(nowhere).rejects.toThrow('没有回应')
  })

  test.each([
    'https://127.0.0.1/callback',
    'http://example.com/callback',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'callback',
  ])('%s is refused: callbacks stay on this machine', async (url) => {
    await expect(platform.control.connectDesk(AGENT, url)).rejects.toThrow(/url/i)
  })
})

describe('what the desk is sent', () => {
  test('a 微信客服 ping names the account and a token that lifts the rate limit', async () => {
    await connect()
    await ownerSays('在吗')
    const ping = await until(() => desk.received[0])

    expect(ping.outer).toEqual({
      ToUserName: CORP.corpId,
      AgentID: '',
      Encrypt: expect.any(String),
    })
    expect(ping.message).toEqual({
      ToUserName: CORP.corpId,
      CreateTime: String(Math.floor(platform.now().getTime() / 1000)),
      MsgType: 'event',
      Event: 'kf_msg_or_event',
      Token: expect.stringMatching(/^ENC/),
      OpenKfId: KF,
    })
    const token = ping.message['Token']
    const sync = (kf = KF) => platform.post('/cgi-bin/kf/sync_msg', { open_kfid: kf, token })
    for (let call = 0; call < 15; call += 1) expect((await sync()).errcode).toBe(0)
    expect((await sync('wkDemoAccount0002')).errcode).toBe(95007)
    platform.pass(600_000)
    expect((await sync()).errcode).toBe(0)
    platform.pass(1)
    expect((await sync()).errcode).toBe(95007)
  })

  test('a text of a member comes with all its elements, whatever is in it', async () => {
    await connect()
    const hostile = ']]><x/> & <b> "\' 🔧\u0001\n第二行'
    await memberSays(hostile)
    const one = await until(() => desk.received[0])

    expect(one.outer['AgentID']).toBe(String(AGENT))
    expect(one.message).toMatchObject({
      ToUserName: CORP.corpId,
      FromUserName: 'ZhangWei',
      MsgType: 'text',
      MsgId: expect.stringMatching(/^(\d{19}|CAIQ[\w-]+==)$/),
      AgentID: String(AGENT),
    })
    expect(one.plaintext).toContain(']]]]><![CDATA[><x/> & <b>')
    expect(one.plaintext).toContain('🔧\u0001\n第二行')
  })

  test('a picture of a member comes with an id and an address that shows it', async () => {
    await connect()
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const media = { type: 'image', filename: 'a.png', base64: png.toString('base64') }
    await platform.control.write({ kind: 'members', id: 'ZhangWei' }, { media })
    const { message } = await until(() => desk.received[0])

    expect(message).toMatchObject({ MsgType: 'image', MediaId: expect.any(String) })
    const response = await fetch(String(message['PicUrl']))
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
  })

  test('opening the app is an event without id', async () => {
    await connect()
    await platform.control.write({ kind: 'members', id: 'ZhangWei' }, { enter: true })
    const { message } = await until(() => desk.received[0])
    expect(message).toMatchObject({ MsgType: 'event', Event: 'enter_agent', EventKey: '' })
    expect(message).not.toHaveProperty('MsgId')
  })

  test('several messages that come while a ping waits share that ping', async () => {
    for (const text of ['一', '二', '三']) await ownerSays(text)
    await connect()
    await settled()
    expect(desk.received).toHaveLength(1)
  })

  test('messages of one member arrive in order', async () => {
    await connect()
    const texts = Array.from({ length: 20 }, (_, n) => `第${n}句`)
    for (const text of texts) await memberSays(text)
    await settled()
    expect(contents()).toEqual(texts)
  })
})

describe('attempts', () => {
  test('three in all, with fresh timestamp, nonce and cipher but the same plaintext; then given up', async () => {
    await connect()
    desk.answerWith(() => 500)
    await memberSays('有人吗')
    await givenUp()

    expect(desk.received).toHaveLength(3)
    expect(new Set(desk.received.map((one) => one.plaintext)).size).toBe(1)
    for (const part of ['signature', 'timestamp', 'nonce', 'encrypted'] as const) {
      expect(new Set(desk.received.map((one) => one[part])).size).toBe(3)
    }
  })

  test.each([
    ['another status', 202 as const],
    ['no answer in time', 'hang' as const],
    ['a broken line', 'break' as const],
    ['a redirect', 302 as const],
  ])('%s counts as not delivered', async (_what, failure) => {
    await connect()
    desk.answerWith(() => (desk.received.length === 1 ? failure : 200))
    await memberSays('有人吗')
    await settled()
    expect(desk.received).toHaveLength(2)
    expect((await platform.control.pending()).givenUp).toBe(0)
  })

  const reply = (words: string) =>
    `<xml><ToUserName>ZhangWei</ToUserName><MsgType>text</MsgType><Content>${words}</Content></xml>`
  const shown = async () => {
    const { messages } = await platform.control.readPhone({ kind: 'members', id: 'ZhangWei' }, 0)
    return messages.filter(({ from }) => from === 'desk').map(({ content }) => content)
  }

  test('an answer after the time allowed is not heard: it is sent again', async () => {
    await connect()
    desk.answerWith(async (one) => {
      if (desk.received.length > 1) return reply('第二次')
      await one.gone
      return reply('第一次，晚了')
    })
    await memberSays('有人吗')
    await settled()
    expect(desk.received).toHaveLength(2)
    expect(new Set(desk.received.map((one) => one.plaintext)).size).toBe(1)
    expect(await shown()).toEqual([{ type: 'text', text: '第二次' }])
  })

  test('the time allowed is five seconds', async () => {
    const patient = await openTestPlatform({ sender: USUAL_SENDER })
    try {
      await patient.control.connectDesk(AGENT, desk.url)
      const waited: number[] = []
      desk.answerWith(async (one) => {
        if (desk.received.length > 1) return 200
        const from = performance.now()
        await one.gone
        waited.push(performance.now() - from)
        return 200
      })
      await patient.control.write({ kind: 'members', id: 'ZhangWei' }, { text: '有人吗' })
      await until(() => desk.received.length === 2, 'a second attempt')
      expect(waited).toHaveLength(1)
      expect(waited[0]).toBeGreaterThan(4_900)
      expect(waited[0]).toBeLessThan(6_000)
    } finally {
      await patient.close()
    }
  })

  test('what was given up is sent again when the desk is back', async () => {
    await connect()
    desk.answerWith(() => 500)
    await memberSays('师傅到了')
    await ownerSays('在吗')
    await until(async () => (await platform.control.pending()).givenUp === 2)

    desk.answerWith(() => 200)
    expect(await connect()).toEqual({ redelivered: 2 })
    await settled()
    expect(contents()).toContain('师傅到了')
    expect((await platform.control.pending()).givenUp).toBe(0)
  })

  test('a member whose message fails does not hold up another', async () => {
    await connect()
    desk.answerWith((one) => (one.message['FromUserName'] === 'ZhangWei' ? 'hang' : 200))
    await memberSays('慢')
    await memberSays('快', 'lina')
    await until(() => contents().includes('快'))
    expect((await platform.control.pending()).count).toBeGreaterThan(0)
  })

  test('a message stays pending until the desk has pulled it', async () => {
    await connect()
    await ownerSays('在吗')
    await settled()
    expect(await platform.control.pending()).toMatchObject({ count: 1 })
    await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    expect(await platform.control.pending()).toMatchObject({ count: 0, what: [] })
  })
})

describe('a restart', () => {
  test('keeps bubbles, cursors and callbacks that were not taken', async () => {
    await ownerSays('在吗')
    await memberSays('接单')
    const before = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    await platform.restart()

    await connect()
    await until(() => contents().includes('接单'))
    const { messages } = await platform.control.readPhone({ kind: 'members', id: 'ZhangWei' }, 0)
    expect(messages).toHaveLength(1)
    const body = { open_kfid: KF, cursor: before.next_cursor }
    expect((await platform.post('/cgi-bin/kf/sync_msg', body)).msg_list).toEqual([])
  })

  test('knows the address of the desk and sends without being told', async () => {
    await connect()
    desk.answerWith(() => 'hang')
    await memberSays('接单')
    await until(() => desk.received.length === 1)
    desk.answerWith(() => 200)
    await platform.restart()
    await settled()
    expect(contents()).toContain('接单')
  })

  test('drops a line torn by a kill and nothing before it', async () => {
    await ownerSays('第一句')
    const journal = join(platform.dataDir, 'journal.jsonl')
    const whole = readFileSync(journal)
    writeFileSync(
      journal,
      Buffer.concat([whole, Buffer.from('[["bubbles","owner:chen/2",{"phone"')]),
    )
    await platform.restart()

    await ownerSays('第二句')
    await platform.restart()
    const { messages } = await platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(messages.map(({ content }) => content)).toMatchObject([
      { text: '第一句' },
      { text: '第二句' },
    ])
  })
})

describe('disturbances', () => {
  test('a repeated callback comes three times, each with its own timestamp, nonce and cipher', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'repeat', count: 1 })
    await memberSays('接单')
    await settled()
    expect(contents()).toEqual(['接单', '接单', '接单'])
    for (const part of ['signature', 'timestamp', 'nonce', 'encrypted'] as const) {
      expect(new Set(desk.received.map((one) => one[part])).size).toBe(3)
    }
    expect(new Set(desk.received.map((one) => one.plaintext)).size).toBe(1)
    await memberSays('到场')
    await settled()
    expect(desk.received).toHaveLength(4)
  })

  test('a lost ping is never sent, but its message can be pulled', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', kind: 'kf', effect: 'lose', count: 1 })
    await ownerSays('在吗')
    await memberSays('在')
    await settled()
    expect(contents()).toEqual(['在'])
    const page = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    expect(page.msg_list).toHaveLength(1)
  })

  test('callbacks held back go out newest first', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'reverse', count: 3 })
    for (const text of ['一', '二', '三']) await memberSays(text)
    await until(() => desk.received.length === 3)
    expect(contents()).toEqual(['三', '二', '一'])
  })

  test('what is held back goes out when the faults are cleared', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'reverse', count: 3 })
    for (const text of ['一', '二']) await memberSays(text)
    await platform.control.clearFaults()
    await until(() => desk.received.length === 2)
    expect(contents()).toEqual(['二', '一'])
  })

  test('an answer that is lost on the way makes the platform send it again', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'unheard', value: 2, count: 1 })
    await memberSays('接单')
    await settled()
    expect(contents()).toEqual(['接单', '接单', '接单'])
    expect(new Set(desk.received.map((one) => one.nonce)).size).toBe(3)
    expect((await platform.control.pending()).givenUp).toBe(0)
  })

  test('a page of messages that begins too early repeats some', async () => {
    for (const text of ['一', '二', '三', '四']) await ownerSays(text)
    const first = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    await platform.control.addFault({ on: 'pull', effect: 'again', value: 2, count: 1 })
    const cursor = first.next_cursor
    const again = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF, cursor })
    expect(again.msg_list.map((item: CallAnswer) => item.text.content)).toEqual(['三', '四'])
    expect(again.has_more).toBe(0)
  })

  test('one of several is ended, and each tells how often it struck', async () => {
    await connect()
    const { id } = await platform.control.addFault({ on: 'callback', effect: 'lose', kind: 'app' })
    await platform.control.addFault({ on: 'send', effect: 'fail', count: 5 })
    await memberSays('丢')
    await memberSays('又丢')
    expect(await platform.control.faults()).toMatchObject([
      { effect: 'lose', left: null, struck: 2 },
      { effect: 'fail', left: 5, struck: 0 },
    ])
    await platform.control.endFault(id)
    expect(await platform.control.faults()).toMatchObject([{ effect: 'fail' }])
    await expect(platform.control.endFault(id)).rejects.toMatchObject({ status: 404 })
  })

  test('a delayed callback is overtaken by another member’s', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'delay', value: 200, count: 1 })
    await memberSays('慢')
    await memberSays('快', 'lina')
    await settled()
    expect(contents()).toEqual(['快', '慢'])
  })

  test('faults are listed, counted down and cleared, and outlive a restart', async () => {
    await connect()
    await platform.control.addFault({ on: 'callback', effect: 'lose', count: 2 })
    await memberSays('丢')
    await platform.restart()
    expect(await platform.control.faults()).toMatchObject([{ effect: 'lose', left: 1 }])
    await platform.control.clearFaults()
    await memberSays('到')
    await settled()
    expect(contents()).toEqual(['到'])
  })

  test.each([
    [{ on: 'callback', effect: 'explode' }],
    [{ on: 'call', effect: 'errcode', count: 0 }],
    [{ on: 'call', effect: 'errcode', rate: 2 }],
    [{ on: 'nothing', effect: 'lose' }],
    [{ on: 'call', effect: 'slow', path: '/etc' }],
    [{ on: 'pull', effect: 'empty-page', value: 1 }],
    [{ on: 'call', effect: 'status', value: 200 }],
    [{ on: 'callback', effect: 'reverse' }],
    [{ on: 'callback', effect: 'repeat', value: 0 }],
    [{ on: 'callback', effect: 'lose', kind: 'robot' }],
    [{}],
    [[]],
  ])('%j is no fault', async (fault) => {
    const refused = expect(platform.control.addFault(fault as never)).rejects
    await refused.toMatchObject({ status: 400, message: expect.stringMatching(/\p{Script=Han}/u) })
  })
})

test('the envelope is what the official package opens', async () => {
  await connect()
  await memberSays('在')
  const one = await until(() => desk.received[0])
  const opened = decrypt(CORP.apps[0]!.aesKey, one.encrypted)
  expect(opened.id).toBe(CORP.corpId)
  expect(Buffer.from(one.encrypted, 'base64').length % 32).toBe(0)
})
