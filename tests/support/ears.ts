/** The channels of the incoming contract, each behind its real door and with one person in front of it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { encrypt, getSignature } from '@wecom/crypto'
import type { Incoming } from '../../src/channels/channel.ts'
import { botMedia } from '../../src/channels/wecom/aibot/bot-media.ts'
import { openAibot } from '../../src/channels/wecom/aibot/open-aibot.ts'
import { type CallbackDeps, wecomCallback } from '../../src/channels/wecom/callback.ts'
import { type KfStore, kfPuller } from '../../src/channels/wecom/kf-pull.ts'
import { openTally } from '../../src/channels/wecom/tally.ts'
import { sealed, send, serve } from './callback-sender.ts'
import { openTestDatabase } from './database.ts'
import { handClock } from './hand-clock.ts'
import type { Ear } from './incoming-contract.ts'
import { logLines } from './log-lines.ts'
import { knownToken } from './memory-tokens.ts'
import { testSeals } from './seals.ts'
import { jpeg } from './tiny-photo.ts'
import { openWebChatServer } from './web-chat-server.ts'
import { webVisitor } from './web-visitor.ts'
import { CORP, openApi } from './wecom-api.ts'

const APP = {
  path: '/wecom/app/callback',
  corpId: CORP,
  agentId: '1000002',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
}
const SECONDS = 1_795_226_000
const SENT_AT = new Date(SECONDS * 1000)
const NOW = new Date((SECONDS + 2) * 1000)

/** The callback of an app; what is posted there is sealed by the official package. */
async function openDoor(change: Partial<CallbackDeps>) {
  const handler = wecomCallback({
    endpoints: [APP],
    keep: async () => undefined,
    pullKf: async () => undefined,
    ...{ now: () => NOW, randomBytes, log: logLines().log, tally: openTally() },
    ...change,
  })
  const { port, close } = await serve(handler)
  return {
    close,
    async post(plaintext: string): Promise<'taken' | 'refused'> {
      const { query, body } = sealed(APP, plaintext)
      const answer = await send(port, { method: 'POST', target: `${APP.path}?${query}`, body })
      return answer.status === 200 ? 'taken' : 'refused'
    },
  }
}

/** As the platform writes it: a CDATA whose end cannot stand inside (wecom.md 1.10). */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

export async function openAppEar(): Promise<Ear> {
  const handed: Incoming[] = []
  const door = await openDoor({ keep: async (incoming) => void handed.push(...incoming) })
  const post = (id: string, type: string, body: string) =>
    door.post(
      `<xml><ToUserName>${cdata(CORP)}</ToUserName><FromUserName>${cdata('LiSi')}</FromUserName>` +
        `<CreateTime>${SECONDS}</CreateTime><MsgType>${cdata(type)}</MsgType>${body}` +
        `<MsgId>${id}</MsgId><AgentID>${APP.agentId}</AgentID></xml>`,
    )
  return {
    from: { corpId: CORP, channel: 'wecom-app', account: APP.agentId, user: 'LiSi' },
    sentAt: SENT_AT,
    says: (id, text) => post(id, 'text', `<Content>${cdata(text)}</Content>`),
    showsPicture: (id) =>
      post(
        id,
        'image',
        `<PicUrl>${cdata('https://p/x')}</PicUrl><MediaId>${cdata('M-1')}</MediaId>`,
      ),
    handed: () => handed,
    close: door.close,
  }
}

/** A ping at the door, and the pull it causes: each delivery is a page of its own. */
export async function openKfEar(): Promise<Ear> {
  const handed: Incoming[] = []
  let page: object[] = []
  let pages = 0
  const { api, server } = await openApi(
    () => ({ errcode: 0, next_cursor: `c${++pages}`, has_more: 0, msg_list: page }),
    { store: knownToken() },
  )
  const store: KfStore = {
    withAccountLock: (_corpId, _openKfId, run) =>
      run({
        cursor: async () => '',
        savePage: async (incoming) => void handed.push(...incoming),
      }),
  }
  const now = () => NOW
  const pull = kfPuller({
    ...{ apiOf: async () => api, store, now, log: logLines().log, tally: openTally() },
  })
  const door = await openDoor({ pullKf: pull })
  const delivers = (entry: object) => {
    const of = { open_kfid: 'wkA', external_userid: 'wmU', send_time: SECONDS, origin: 3 }
    page = [{ ...of, ...entry }]
    return door.post(
      `<xml><CreateTime>${SECONDS}</CreateTime><MsgType>${cdata('event')}</MsgType>` +
        `<Event>${cdata('kf_msg_or_event')}</Event><Token>${cdata(`T-${randomUUID()}`)}</Token>` +
        `<OpenKfId>${cdata('wkA')}</OpenKfId></xml>`,
    )
  }
  return {
    from: { corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' },
    sentAt: SENT_AT,
    says: (msgid, content) => delivers({ msgid, msgtype: 'text', text: { content } }),
    showsPicture: (msgid) => delivers({ msgid, msgtype: 'image', image: { media_id: 'M-1' } }),
    handed: () => handed,
    async close() {
      await door.close()
      await server.close()
    },
  }
}

export async function openAibotEar(): Promise<Ear> {
  const handed: Incoming[] = []
  const database = await openTestDatabase()
  const { token, aesKey } = APP
  const bot = openAibot(
    {
      ...{ db: database.db, clock: handClock(NOW.toISOString()), newId: randomUUID },
      ...{ seals: testSeals, corpId: CORP, botId: 'AIB1', log: logLines().log, tally: openTally() },
      media: botMedia({ seals: testSeals, aesKey, timeoutMs: 5000 }),
      openFile: async () => undefined,
      keep: async (incoming) => void handed.push(...incoming),
      words: { welcome: '您好', heard: '收到' },
    },
    { token, aesKey },
  )
  const door = await serve(bot.handle)
  const post = async (message: object): Promise<'taken' | 'refused'> => {
    const of = { aibotid: 'AIB1', chattype: 'single', from: { userid: 'lisi' } }
    const plaintext = JSON.stringify({ ...of, create_time: SECONDS, ...message })
    const encrypted = encrypt(aesKey, plaintext, '')
    const nonce = randomBytes(6).toString('hex')
    const signature = getSignature(token, String(SECONDS), nonce, encrypted)
    const query = `msg_signature=${signature}&timestamp=${SECONDS}&nonce=${nonce}`
    const body = JSON.stringify({ encrypt: encrypted })
    const target = `/wecom/aibot/callback?${query}`
    const answer = await send(door.port, { method: 'POST', target, body })
    return answer.status === 200 ? 'taken' : 'refused'
  }
  return {
    from: { corpId: CORP, channel: 'wecom-aibot', account: 'AIB1', user: 'lisi' },
    sentAt: SENT_AT,
    says: (msgid, content) => post({ msgid, msgtype: 'text', text: { content } }),
    showsPicture: (msgid) => post({ msgid, msgtype: 'image', image: { url: 'https://p/x?y=1' } }),
    handed: () => handed,
    async close() {
      await door.close()
      await database.close()
    },
  }
}

export async function openWebEar(): Promise<Ear> {
  const server = await openWebChatServer()
  const visitor = webVisitor(server.url)
  await visitor.enter()
  const from = await server.visitor()
  if (!from) throw new Error('nobody came in')
  const outcome = (response: Response) => (response.status === 204 ? 'taken' : 'refused')
  return {
    from,
    sentAt: server.clock.now(),
    says: async (id, text) => outcome(await visitor.say(id, text)),
    showsPicture: async (id) => outcome(await visitor.photo(id, jpeg)),
    // Entering came first.
    handed: () => server.handed.filter(({ content }) => content.kind !== 'enter'),
    close: server.close,
  }
}
