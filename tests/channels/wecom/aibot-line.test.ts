/** The AI bot's long connection against a stand-in of the platform's end; the official client judges the stand-in too. */
import { randomUUID } from 'node:crypto'
import { WSClient } from '@wecom/aibot-node-sdk'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { conversationIdOf, type Outgoing } from '../../../src/channels/channel.ts'
import { botMedia } from '../../../src/channels/wecom/aibot/bot-media.ts'
import { type BotLine, openBotLine } from '../../../src/channels/wecom/aibot/open-line.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { tryHoldPlace } from '../../../src/database/one-process.ts'
import { openItems } from '../../../src/inbox/due.ts'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import { putOutgoing } from '../../../src/outbox/put.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type HandClock, handClock } from '../../support/hand-clock.ts'
import { logLines } from '../../support/log-lines.ts'
import { PHOTO } from '../../support/memory-media.ts'
import { inboxRules } from '../../support/rules.ts'
import { testSeals } from '../../support/seals.ts'
import { type StandInLine, startStandInLine } from '../../support/stand-in-line.ts'
import { until } from '../../support/until.ts'

const SECRETS = { botId: 'AIB1', secret: 'line-secret-that-nobody-may-see' }
const LISI = { corpId: 'ww1', channel: 'wecom-aibot', account: 'AIB1', user: 'lisi' } as const

let database: TestDatabase
let clock: HandClock
let platform: StandInLine
let running: { readonly line: BotLine; stop(): Promise<void> }[]
let lines: ReturnType<typeof logLines>

beforeEach(async () => {
  lines = logLines()
  database = await openTestDatabase()
  clock = handClock()
  platform = await startStandInLine(SECRETS)
  running = []
})
afterEach(async () => {
  for (const one of running) await one.stop()
  await platform.close()
  await database.close()
})

/** One process of the desk. */
function start(secret = SECRETS.secret): BotLine {
  const { db } = database
  const keeping = { clock, newId: randomUUID, seals: testSeals, rules: inboxRules }
  const line = openBotLine(
    {
      ...{ db, clock, newId: randomUUID, seals: testSeals, corpId: 'ww1', botId: SECRETS.botId },
      ...{ log: lines.log, tally: openTally() },
      media: botMedia({ seals: testSeals, aesKey: null, timeoutMs: 5000 }),
      openFile: async (fileId) => (fileId === 'f1' ? PHOTO : undefined),
      keep: async (incoming) => {
        await keepIncoming(db, incoming, { ...keeping, isUrgent: () => false })
      },
      words: { welcome: '您好，我是管家。', heard: '收到。' },
      tryHold: () => tryHoldPlace(database.url, 'aibot'),
    },
    { botId: SECRETS.botId, secret, url: platform.url, reconnectMs: 20 },
  )
  const stopping = new AbortController()
  const ended = line.run(stopping.signal)
  running.push({
    line,
    async stop() {
      stopping.abort()
      await ended
    },
  })
  return line
}
async function started(): Promise<BotLine> {
  const line = start()
  await until('it is connected', () => line.channel.isHere?.())
  return line
}
const text = (content: string) => ({ msgtype: 'text', text: { content } })
const itemsOf = (user = 'lisi') =>
  database.db.transaction().execute(async (tx) => {
    const items = await openItems({ tx, seals: testSeals }, conversationIdOf({ ...LISI, user }))
    return items.map(({ content }) => content)
  })
async function asked(msgid: string, content: string): Promise<string> {
  const before = (await itemsOf()).length
  const reqId = platform.says(msgid, text(content))
  await until('it is kept', async () => (await itemsOf()).length > before)
  return reqId
}
const turnOver = () => database.db.updateTable('inbox_item').set({ doneAt: clock.now() }).execute()
async function puts(key: string, message: Outgoing) {
  await database.db.transaction().execute(async (tx) => {
    const at = { tx, now: clock.now(), newId: randomUUID, seals: testSeals }
    await putOutgoing(at, { key, to: LISI, message, purpose: 'reply' })
  })
  return async ({ channel }: BotLine, repeated = false) => {
    const receipt = await channel.send({ key, to: LISI, message, repeated })
    await database.db
      .updateTable('outbox_item')
      .set({ state: 'sent' })
      .where('key', '=', key)
      .execute()
    return receipt
  }
}
const framesOf = (cmd: string) => platform.frames.filter((frame) => frame.cmd === cmd)

describe('a question on the line', () => {
  test('is kept once, and answered in one stream that ends with the last piece', async () => {
    const line = await started()
    const reqId = await asked('m1', '今日未完成工单')
    platform.says('m1', text('今日未完成工单'))
    const [first, second] = [
      await puts('k1', { kind: 'text', text: '一' }),
      await puts('k2', { kind: 'text', text: '二' }),
    ]
    await turnOver()
    await first(line)
    expect(platform.streams()).toEqual([{ content: '一', finish: false }])
    await second(line)
    expect(platform.streams()).toEqual([{ content: '一\n\n二', finish: true }])
    expect(framesOf('aibot_respond_msg').map(({ headers }) => headers.req_id)).toEqual([
      reqId,
      reqId,
    ])
    expect(await second(line, true)).toEqual({ alreadySent: true })
    expect(await itemsOf()).toEqual([])
    const rows = await database.db.selectFrom('inbox_item').selectAll().execute()
    expect(rows).toHaveLength(1)
  })

  test('that is over there is answered by a message of its own', async () => {
    const line = await started()
    await asked('m1', '我的任务')
    const send = await puts('k1', { kind: 'text', text: '三栋漏水' })
    platform.answer('aibot_respond_msg', 846608)
    await send(line)
    expect(framesOf('aibot_send_msg').map(({ body }) => body)).toEqual([
      { chatid: 'lisi', msgtype: 'markdown', markdown: { content: '三栋漏水' } },
    ])
  })

  test('in a group goes to the group, as the member’s own conversation', async () => {
    const line = await started()
    platform.says('m1', { ...text('@管家 今日未完成工单'), chattype: 'group', chatid: 'wrG1' })
    await until('it is kept', async () => (await itemsOf('lisi/wrG1')).length === 1)
    const to = { ...LISI, user: 'lisi/wrG1' }
    await turnOver()
    clock.advance(10 * 60_000)
    await line.channel.send({
      key: 'k',
      to,
      message: { kind: 'text', text: '共3张' },
      repeated: false,
    })
    expect(framesOf('aibot_send_msg')[0]?.body).toMatchObject({ chatid: 'wrG1' })
  })

  test('is kept although the database was away for a moment', async () => {
    await started()
    await database.db.schema.alterTable('inbox_item').renameTo('gone').execute()
    platform.says('m1', text('我的任务'))
    await until('it was tried', async () => {
      const found = await database.db.selectFrom('aibot_exchange').selectAll().execute()
      return found.length === 1
    })
    await database.db.schema.alterTable('gone').renameTo('inbox_item').execute()
    await until('it is kept', async () => (await itemsOf()).length === 1)
  })
})

describe('what else goes over the line', () => {
  test('a greeting to who opens the chat', async () => {
    await started()
    const reqId = platform.event('e1', { eventtype: 'enter_chat' })
    const frame = await until('it is greeted', () => framesOf('aibot_respond_welcome_msg')[0])
    expect(frame).toMatchObject({ headers: { req_id: reqId }, body: text('您好，我是管家。') })
  })

  test('a card with buttons, and the tap on it', async () => {
    const line = await started()
    const card: Outgoing = {
      ...{ kind: 'card', taskId: 'c-1', title: '水管爆裂', lines: [] },
      buttons: [{ key: 'accept', text: '接单', style: 'primary' }],
    }
    await line.channel.send({ key: 'k', to: LISI, message: card, repeated: false })
    expect(framesOf('aibot_send_msg')[0]?.body).toMatchObject({
      msgtype: 'template_card',
      template_card: { card_type: 'button_interaction', task_id: 'c-1' },
    })
    const tap = { card_type: 'button_interaction', event_key: 'accept', task_id: 'c-1' }
    const reqId = platform.event('e1', {
      eventtype: 'template_card_event',
      template_card_event: tap,
    })
    await until('it is kept', async () => (await itemsOf()).length === 1)
    expect(await itemsOf()).toEqual([
      { kind: 'click', taskId: 'c-1', key: 'accept', selections: {}, responseCode: reqId },
    ])
  })

  const tapped = (key: string) =>
    platform.event('e1', {
      eventtype: 'template_card_event',
      template_card_event: { card_type: 'button_interaction', event_key: key, task_id: 'c-1' },
    })
  const closing = (responseCode: string): Outgoing => ({
    ...{ kind: 'card-close', taskId: 'c-1', text: '您已接单', responseCode },
  })

  test('the buttons of a tapped card, taken away', async () => {
    const line = await started()
    const reqId = tapped('accept')
    await until('it is kept', async () => (await itemsOf()).length === 1)
    await line.channel.send({ key: 'k', to: LISI, message: closing(reqId), repeated: false })
    expect(framesOf('aibot_respond_update_msg')).toMatchObject([
      {
        headers: { req_id: reqId },
        body: {
          response_type: 'update_template_card',
          template_card: {
            ...{ card_type: 'button_interaction', task_id: 'c-1' },
            main_title: { title: '您已接单' },
            button_list: [{ text: '您已接单', style: 4 }],
          },
        },
      },
    ])
    expect(framesOf('aibot_send_msg')).toEqual([])
  })

  test('a tap on a greyed button, which means nothing', async () => {
    await started()
    tapped('greyed')
    tapped('accept')
    await until('the other is kept', async () => (await itemsOf()).length === 1)
    expect(await itemsOf()).toMatchObject([{ kind: 'click', key: 'accept' }])
  })

  test.each([846605, 846608])('too late for that (%s), the words by themselves', async (code) => {
    const line = await started()
    platform.answer('aibot_respond_update_msg', code)
    await line.channel.send({ key: 'k', to: LISI, message: closing('old'), repeated: false })
    expect(framesOf('aibot_send_msg')).toMatchObject([
      { body: { msgtype: 'markdown', markdown: { content: '您已接单' } } },
    ])
  })

  test('a picture in pieces', async () => {
    const line = await started()
    await line.channel.send({
      ...{ key: 'k', to: LISI, repeated: false },
      message: { kind: 'image', fileId: 'f1' },
    })
    expect(framesOf('aibot_send_msg')[0]?.body).toMatchObject({
      msgtype: 'image',
      image: { media_id: 'media-up-1' },
    })
  })

  test.each([
    [60020, 'config'],
    [45009, 'rate'],
    [40058, 'data'],
  ])('a refusal %i is one of class %s', async (errcode, refusal) => {
    const line = await started()
    platform.answer('aibot_send_msg', errcode)
    const send = await puts('k1', { kind: 'text', text: '您好' })
    await expect(send(line)).rejects.toMatchObject({ name: 'SendRefused', refusal })
  })

  test('no answer may mean that it was shown', async () => {
    const line = await started()
    platform.answer('aibot_send_msg', 'silence')
    const send = await puts('k1', { kind: 'text', text: '您好' })
    const sending = send(line)
    await until('it left', () => framesOf('aibot_send_msg').length === 1)
    platform.cut()
    const error = await sending.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).name).not.toBe('SendRefused')
  })
})

describe('the one connection', () => {
  test('of two processes only one has it; when that one stops, the other takes it', async () => {
    const first = await started()
    const second = start()
    const [one] = running
    await asked('m1', '您好')
    expect(second.channel.isHere?.()).toBe(false)
    expect(platform.subscribed()).toBe(1)
    const send = await puts('k1', { kind: 'text', text: '您好' })
    await expect(send(second)).rejects.toMatchObject({ refusal: 'transient' })
    await one?.stop()
    expect(first.channel.isHere?.()).toBe(false)
    await until('the second is connected', () => second.channel.isHere?.())
    expect(platform.subscribed()).toBe(2)
  })

  test('comes back after a cut', async () => {
    const line = await started()
    platform.cut()
    await until('it is known', () => line.channel.isHere?.() === false)
    await until('it is back', () => line.channel.isHere?.())
    expect(platform.subscribed()).toBe(2)
    await asked('m1', '还在吗')
  })

  test('thrown out by another program it stays away, and no process of ours takes its place', async () => {
    const line = await started()
    const waiting = start()
    const other = new WSClient({ ...SECRETS, wsUrl: platform.url, logger: silent })
    const isIn = new Promise<void>((resolve) => other.once('authenticated', () => resolve()))
    other.connect()
    await isIn
    await until('ours is out', () => line.channel.isHere?.() === false)
    await until('it is told', () => lines.lines.join().includes('another program has connected'))
    // The official client hears the members now: nobody throws it out again.
    const heard = new Promise((resolve) => other.once('message.text', resolve))
    platform.says('m1', text('您好'))
    expect(await heard).toMatchObject({ body: { msgid: 'm1' } })
    expect(waiting.channel.isHere?.()).toBe(false)
    expect(platform.subscribed()).toBe(2)
    other.disconnect()
  })

  test('with a wrong secret is given up before it becomes a storm, and says so without the secret', async () => {
    start('wrong-secret-that-nobody-may-see')
    await until('it is told', () => lines.lines.join().includes('are refused by the platform'))
    expect(platform.refused()).toBeLessThanOrEqual(6)
    expect(platform.subscribed()).toBe(0)
    expect(lines.lines.join()).not.toContain('that-nobody-may-see')
  })
})

describe('the stand-in is judged by the official client', () => {
  test('subscribes, hears, replies in a stream, sends and uploads as documented', async () => {
    const client = new WSClient({
      ...SECRETS,
      wsUrl: platform.url,
      heartbeatInterval: 50,
      logger: silent,
    })
    const isIn = new Promise<void>((resolve) => client.once('authenticated', () => resolve()))
    client.connect()
    await isIn
    const frame = new Promise<{ headers: { req_id: string } }>((resolve) =>
      client.once('message.text', resolve),
    )
    const reqId = platform.says('m1', text('您好'))
    expect((await frame).headers.req_id).toBe(reqId)
    await client.replyStream(await frame, 's1', '一')
    await client.replyStream(await frame, 's1', '一二', true)
    await expect(client.replyStream(await frame, 's1', '一二三', true)).rejects.toMatchObject({
      errcode: 846608,
    })
    await expect(
      client.replyStream({ headers: { req_id: 'x' } }, 's2', '一'),
    ).rejects.toMatchObject({ errcode: 846605 })
    expect(platform.stream('s1')).toEqual({ content: '一二', finish: true })
    const bytes = Buffer.alloc(600 * 1024, 7)
    expect(await client.uploadMedia(bytes, { type: 'image', filename: 'a.jpg' })).toMatchObject({
      media_id: 'media-up-1',
    })
    await until('it pings', () => platform.pings() >= 2)
    expect(client.isConnected).toBe(true)
    client.disconnect()
  })
})

const silent = { debug() {}, info() {}, warn() {}, error() {} }
