/** The AI bot's door and its answers, driven by the recorded shapes of wecom.md 10 and sealed by the official package. */
import { createCipheriv, randomUUID } from 'node:crypto'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { conversationIdOf, type Outgoing } from '../../../src/channels/channel.ts'
import { botMedia } from '../../../src/channels/wecom/aibot/bot-media.ts'
import { type Aibot, openAibot } from '../../../src/channels/wecom/aibot/open-aibot.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { openItems } from '../../../src/inbox/due.ts'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import { putOutgoing } from '../../../src/outbox/put.ts'
import { type Served, serve } from '../../support/callback-sender.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type HandClock, handClock } from '../../support/hand-clock.ts'
import { logLines } from '../../support/log-lines.ts'
import { PHOTO } from '../../support/memory-media.ts'
import { inboxRules } from '../../support/rules.ts'
import { testSeals } from '../../support/seals.ts'
import { type StandInApi, startStandInApi } from '../../support/stand-in-api.ts'
import { until } from '../../support/until.ts'

const TOKEN = 'aibotToken1'
const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const BOT = 'AIB1'

let database: TestDatabase
let clock: HandClock
let bot: Aibot
let door: Served
let api: StandInApi
let serial = 0
const lines = logLines()
const media = () => botMedia({ seals: testSeals, aesKey: AES, timeoutMs: 5000 })

beforeEach(async () => {
  database = await openTestDatabase()
  clock = handClock()
  api = await startStandInApi(() => ({ errcode: 0 }))
  const { db } = database
  const keeping = { clock, newId: randomUUID, seals: testSeals, rules: inboxRules }
  bot = openAibot(
    {
      ...{ db, clock, newId: randomUUID, seals: testSeals, corpId: 'ww1', botId: BOT },
      ...{ log: lines.log, tally: openTally(), media: media() },
      openFile: async (fileId) => (fileId === 'f1' ? PHOTO : undefined),
      keep: async (incoming) => {
        await keepIncoming(db, incoming, { ...keeping, isUrgent: () => false })
      },
      words: { welcome: '您好，我是管家。', heard: '收到。' },
    },
    { token: TOKEN, aesKey: AES },
  )
  door = await serve(bot.handle)
})
afterEach(async () => {
  await door.close()
  await api.close()
  await database.close()
})

interface StreamReply {
  readonly msgtype: string
  readonly stream: {
    readonly id: string
    readonly finish: boolean
    readonly content: string
    readonly msg_item?: readonly { readonly image: { readonly md5: string } }[]
  }
}

/** Posts as the platform does; what came back is opened by the official package. */
async function post(message: object): Promise<unknown> {
  const encrypted = encrypt(AES, JSON.stringify(message), '')
  const nonce = String(++serial)
  const signature = getSignature(TOKEN, '1700000000', nonce, encrypted)
  const query = `msg_signature=${signature}&timestamp=1700000000&nonce=${nonce}`
  const response = await fetch(`http://127.0.0.1:${door.port}/wecom/aibot/callback?${query}`, {
    method: 'POST',
    body: JSON.stringify({ encrypt: encrypted }),
  })
  expect(response.status).toBe(200)
  const text = await response.text()
  if (text === '') return undefined
  const reply = JSON.parse(text) as Record<string, string>
  expect(Object.keys(reply).sort()).toEqual(['encrypt', 'msgsignature', 'nonce', 'timestamp'])
  expect(reply['nonce']).toBe(nonce)
  expect(typeof reply['timestamp']).toBe('number')
  expect(getSignature(TOKEN, String(reply['timestamp']), nonce, reply['encrypt']!)).toBe(
    reply['msgsignature'],
  )
  const { message: plain, id } = decrypt(AES, reply['encrypt']!)
  expect(id).toBe('')
  return JSON.parse(plain)
}

/** The status of a body as it stands, signed for nothing. */
const knock = async (body: string) =>
  (
    await fetch(
      `http://127.0.0.1:${door.port}/wecom/aibot/callback?msg_signature=0&timestamp=1&nonce=2`,
      { method: 'POST', body },
    )
  ).status

const asks = (msgid: string, content: string, more: object = {}) =>
  post({
    ...{ msgid, aibotid: BOT, chattype: 'single', from: { userid: 'lisi' } },
    response_url: `${api.baseUrl}/aibot/response?response_code=RC1`,
    ...{ msgtype: 'text', text: { content } },
    ...more,
  }) as Promise<StreamReply>
const polls = (id: string) =>
  post({
    ...{ msgid: `poll-${++serial}`, aibotid: BOT, chattype: 'single', from: { userid: 'lisi' } },
    ...{ msgtype: 'stream', stream: { id } },
  }) as Promise<StreamReply>

const LISI = { corpId: 'ww1', channel: 'wecom-aibot', account: BOT, user: 'lisi' } as const
const itemsOf = (user: string) =>
  database.db.transaction().execute(async (tx) => {
    const id = conversationIdOf({ ...LISI, user })
    return (await openItems({ tx, seals: testSeals }, id)).map(({ content }) => content)
  })
const turnOver = () => database.db.updateTable('inbox_item').set({ doneAt: clock.now() }).execute()
/** As a turn does: a row first; `sent` marks it as the outbox would. */
async function puts(key: string, message: Outgoing, user = 'lisi') {
  const to = { ...LISI, user }
  await database.db.transaction().execute(async (tx) => {
    const at = { tx, now: clock.now(), newId: randomUUID, seals: testSeals }
    await putOutgoing(at, { key, to, message, purpose: 'reply' })
  })
  return async (repeated = false) => {
    const receipt = await bot.channel.send({ key, to, message, repeated })
    await database.db
      .updateTable('outbox_item')
      .set({ state: 'sent' })
      .where('key', '=', key)
      .execute()
    return receipt
  }
}

describe('a question', () => {
  test('is kept once and answered with an open stream; a repeat gets the same stream', async () => {
    const first = await asks('m1', '今日未完成工单')
    expect(first).toMatchObject({ msgtype: 'stream', stream: { finish: false, content: '' } })
    expect(await asks('m1', '今日未完成工单')).toEqual(first)
    expect((await asks('m2', '我的任务')).stream.id).not.toBe(first.stream.id)
    expect(await itemsOf('lisi')).toEqual([
      { kind: 'text', text: '今日未完成工单' },
      { kind: 'text', text: '我的任务' },
    ])
  })

  test('in a group is the member’s own conversation, without the mention', async () => {
    await asks('m1', '@管家 今日未完成工单', { chattype: 'group', chatid: 'wrG1' })
    await asks('m2', '我的任务')
    expect(await itemsOf('lisi/wrG1')).toEqual([{ kind: 'text', text: '今日未完成工单' }])
    expect(await itemsOf('lisi')).toEqual([{ kind: 'text', text: '我的任务' }])
  })

  test.each([
    [
      'a voice, which comes as words',
      { msgtype: 'voice', voice: { content: '接单' } },
      { kind: 'text', text: '接单' },
    ],
    ['something unknown', { msgtype: 'sticker' }, { kind: 'unreadable', what: '这类消息' }],
  ])('that is %s', async (_what, body, content) => {
    await asks('m1', '', { text: undefined, ...body })
    expect(await itemsOf('lisi')).toEqual([content])
  })

  test('with pictures becomes words and files, whose bytes are fetched and opened', async () => {
    const file = await startStandInApi(
      () => (response) => void response.end(sealedFile(PHOTO.bytes)),
    )
    await asks('m1', '', {
      msgtype: 'mixed',
      text: undefined,
      mixed: {
        msg_item: [
          { msgtype: 'text', text: { content: '看这里' } },
          { msgtype: 'image', image: { url: `${file.baseUrl}/p?x=1` } },
        ],
      },
    })
    const [words, picture] = (await itemsOf('lisi')) as { kind: string; mediaId?: string }[]
    expect(words).toEqual({ kind: 'text', text: '看这里' })
    expect(picture).toMatchObject({ kind: 'media', media: 'image' })
    expect(picture!.mediaId).not.toContain(file.baseUrl)
    expect(Buffer.from((await media().download(picture!.mediaId!)) as Uint8Array)).toEqual(
      Buffer.from(PHOTO.bytes),
    )
    await file.close()
  })

  test('from another bot, without a sender or of no shape changes nothing', async () => {
    await post({
      msgid: 'm1',
      aibotid: 'AIB2',
      from: { userid: 'lisi' },
      msgtype: 'text',
      text: { content: '1' },
    })
    await post({ msgid: 'm2', aibotid: BOT, msgtype: 'text', text: { content: '1' } })
    await post({
      msgid: 'm3',
      aibotid: BOT,
      from: { userid: 'li/si' },
      msgtype: 'text',
      text: { content: '1' },
    })
    await post({ msgtype: 7 })
    await post([])
    expect(await database.db.selectFrom('inbox_item').selectAll().execute()).toEqual([])
  })

  test('is not answered with yes when it was not kept', async () => {
    await database.db.schema.alterTable('inbox_item').renameTo('gone').execute()
    await expect(asks('m1', '我的任务')).rejects.toThrow()
    await database.db.schema.alterTable('gone').renameTo('inbox_item').execute()
    await asks('m1', '我的任务')
    expect(await itemsOf('lisi')).toHaveLength(1)
  })
})

describe('an answer', () => {
  test('grows with every poll and is finished when the turn has said all', async () => {
    const { stream } = await asks('m1', '我的任务')
    expect((await polls(stream.id)).stream).toEqual({ id: stream.id, finish: false, content: '' })
    const first = await puts('k1', { kind: 'text', text: '一' })
    const second = await puts('k2', { kind: 'text', text: '二' })
    await turnOver()
    const sending = first()
    await until('the first piece is fetched', async () => {
      const { content, finish } = (await polls(stream.id)).stream
      expect(finish).toBe(false)
      return content === '一'
    })
    await sending
    const last = second()
    await until(
      'both are there',
      async () => (await polls(stream.id)).stream.content === '一\n\n二',
    )
    expect(await last).toEqual({ platformId: stream.id })
    expect((await polls(stream.id)).stream).toEqual({
      id: stream.id,
      finish: true,
      content: '一\n\n二',
    })
    expect(await second(true)).toEqual({ alreadySent: true })
    expect(api.calls).toEqual([])
  })

  test('of a turn without words ends with a word', async () => {
    const { stream } = await asks('m1', '嗯')
    await turnOver()
    expect((await polls(stream.id)).stream).toEqual({
      id: stream.id,
      finish: true,
      content: '收到。',
    })
  })

  test('brings a picture with its end', async () => {
    const { stream } = await asks('m1', '照片')
    const send = await puts('k1', { kind: 'image', fileId: 'f1' })
    await turnOver()
    const sending = send()
    await until('it is finished', async () => (await polls(stream.id)).stream.finish)
    await sending
    const { msg_item: items } = (await polls(stream.id)).stream
    expect(items).toHaveLength(1)
  })

  test('that nobody fetches goes to the address for a later message, once', async () => {
    const { stream } = await asks('m1', '我的任务')
    const send = await puts('k1', { kind: 'text', text: '三栋漏水' })
    expect(await send()).toEqual({ platformId: stream.id })
    expect(api.calls.map(({ json, query }) => [query['response_code'], json])).toEqual([
      ['RC1', { msgtype: 'markdown', markdown: { content: '三栋漏水' } }],
    ])
    // A poll that comes after all shows it no second time.
    expect((await polls(stream.id)).stream).toMatchObject({ finish: true, content: '收到。' })
    const next = await puts('k2', { kind: 'text', text: '还有' })
    await expect(next()).rejects.toMatchObject({ refusal: 'window' })
  })

  test('after its six minutes is closed, and what is said later waits or takes the address', async () => {
    const { stream } = await asks('m1', '我的任务')
    clock.advance(6 * 60_000)
    expect((await polls(stream.id)).stream.finish).toBe(true)
    const send = await puts('k1', { kind: 'text', text: '提醒' })
    await send()
    expect(api.calls).toHaveLength(1)
  })

  test('cannot be given to somebody who never asked', async () => {
    const send = await puts('k1', { kind: 'text', text: '您好' }, 'zhang')
    await expect(send()).rejects.toMatchObject({ refusal: 'window' })
  })

  test('draws nothing out of what an owner wrote', async () => {
    const { stream } = await asks('m1', '我的任务')
    const send = await puts('k1', {
      kind: 'text',
      text: '# 大\n[点我](https://evil.example)<@all>',
    })
    const sending = send()
    await until('it is fetched', async () => (await polls(stream.id)).stream.content !== '')
    await sending
    const { content } = (await polls(stream.id)).stream
    expect(content).toBe('\\# 大\n[点我] (https://evil.example)＜@all>')
  })
})

describe('the door', () => {
  test('passes the console’s check and greets who opens the chat', async () => {
    const echo = encrypt(AES, 'challenge', '')
    const signature = getSignature(TOKEN, '1', '2', echo)
    const query = `msg_signature=${signature}&timestamp=1&nonce=2&echostr=${encodeURIComponent(echo)}`
    const response = await fetch(`http://127.0.0.1:${door.port}/wecom/aibot/callback?${query}`)
    expect(await response.text()).toBe('challenge')
    const enter = { msgtype: 'event', event: { eventtype: 'enter_chat' } }
    expect(
      await post({
        msgid: 'e1',
        aibotid: BOT,
        from: { userid: 'lisi' },
        chattype: 'single',
        ...enter,
      }),
    ).toEqual({ msgtype: 'text', text: { content: '您好，我是管家。' } })
  })

  test('keeps a tap on a card and answers feedback with nothing', async () => {
    const from = { msgid: 'e1', aibotid: BOT, from: { userid: 'lisi' }, chattype: 'single' }
    const tap = { card_type: 'button_interaction', event_key: 'accept', task_id: 'c-1' }
    const event = { eventtype: 'template_card_event', template_card_event: tap }
    expect(await post({ ...from, msgtype: 'event', event })).toBeUndefined()
    expect(await itemsOf('lisi')).toEqual([
      { kind: 'click', taskId: 'c-1', key: 'accept', selections: {}, responseCode: '' },
    ])
    const feedback = { eventtype: 'feedback_event', feedback_event: { id: 'f', type: 1 } }
    expect(await post({ ...from, msgid: 'e2', msgtype: 'event', event: feedback })).toBeUndefined()
  })

  test.each([
    [
      'a wrong signature',
      'msg_signature=x&timestamp=1&nonce=2',
      { encrypt: encrypt(AES, '{}', '') },
      403,
    ],
    ['no query', '', { encrypt: encrypt(AES, '{}', '') }, 403],
    ['no ciphertext', 'msg_signature=x&timestamp=1&nonce=2', { hello: 1 }, 400],
    ['a number for it', 'msg_signature=x&timestamp=1&nonce=2', { encrypt: 7 }, 400],
  ])('refuses %s', async (_what, query, body, status) => {
    const response = await fetch(`http://127.0.0.1:${door.port}/wecom/aibot/callback?${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(status)
  })

  test('refuses a message that was sealed for an app of the corp', async () => {
    const encrypted = encrypt(AES, '{"msgtype":"text"}', 'ww1')
    const signature = getSignature(TOKEN, '1', '2', encrypted)
    const query = `msg_signature=${signature}&timestamp=1&nonce=2`
    const response = await fetch(`http://127.0.0.1:${door.port}/wecom/aibot/callback?${query}`, {
      method: 'POST',
      body: JSON.stringify({ encrypt: encrypted }),
    })
    expect(response.status).toBe(403)
  })
})

/** As the platform keeps files: AES-256-CBC with the callback's key, padded to 32. */
function sealedFile(bytes: Uint8Array): Buffer {
  const key = Buffer.from(`${AES}=`, 'base64')
  const pad = 32 - (bytes.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
  cipher.setAutoPadding(false)
  return Buffer.concat([
    cipher.update(bytes),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ])
}

test('the longest question about the longest answer is read, and little more is', async () => {
  const escaped = (count: number) => '\\u6c34'.repeat(count)
  const plain = `{"msgid":"long","aibotid":"${BOT}","chattype":"single","from":{"userid":"lisi"},"msgtype":"text","text":{"content":"${escaped(20_000)}"},"quote":{"msgtype":"text","text":{"content":"${escaped(6826)}"}}}`
  expect(await knock(JSON.stringify({ encrypt: encrypt(AES, plain, '') }))).toBe(403)
  expect(await knock(' '.repeat(256 * 1024))).toBe(400)
  expect(await knock(' '.repeat(256 * 1024 + 1))).toBe(413)
})
