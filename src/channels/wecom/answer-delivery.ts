/** Does what a decrypted delivery asks for, and decides what WeCom is answered. */
import type { ContactChange } from '../../desk/contacts/contact-change.ts'
import type { DirectoryChange } from '../../desk/directory/directory-change.ts'
import type { Log } from '../../log.ts'
import type { Incoming } from '../channel.ts'
import type { Cipher } from './cipher.ts'
import type { CallbackEndpoint } from './endpoint.ts'
import { replyEnvelope } from './envelope.ts'
import { type AppDelivery, parseApp } from './parse-app.ts'
import { type PassiveReply, passiveReplyXml } from './passive-reply.ts'
import type { Tally } from './tally.ts'
import { readXml } from './xml.ts'

export interface Answer {
  readonly status: number
  readonly type?: string
  readonly body?: Buffer
}

export interface KfPing {
  readonly corpId: string
  /** The app whose callback it came to: the one the account is granted to. */
  readonly agentId: string
  readonly openKfId: string
  /** Lifts the rate limit of the pull that follows; good for ten minutes. */
  readonly token: string
}

export interface DeliveryDeps {
  /** Stores messages durably, once per key. When it throws, WeCom is told to send again. */
  keep(incomings: readonly Incoming[]): Promise<void>
  /** Makes sure that the account will be pulled. When it throws, WeCom is told to send again. */
  pullKf(ping: KfPing): Promise<void>
  /** Stores that a steward has a customer more or less, when anybody wants to know. Throwing asks for it again. */
  contactChanged?(corpId: string, change: ContactChange): Promise<void>
  /** Stores that members or departments are to be looked at, when anybody wants to know. As above. */
  directoryChanged?(corpId: string, change: DirectoryChange): Promise<void>
  /**
   * What the member sees at once, for a message that was kept; nothing for no answer. It has three seconds, and
   * what it throws is logged: the message is kept either way.
   */
  answerAtOnce?(incoming: Incoming): Promise<PassiveReply | undefined>
  now(): Date
  randomBytes(size: number): Buffer
  readonly log: Log
  readonly tally: Tally
}

export interface Delivery {
  readonly plaintext: Buffer
  readonly cipher: Cipher
}

const OK: Answer = { status: 200 }
/** WeCom waits five seconds for the answer (path/90238). */
const ANSWER_WITHIN_MS = 3000

/** 200 only when everything is stored; 500 asks WeCom to send again; 400 is for what nobody can read. */
export async function answerDelivery(
  delivery: Delivery,
  endpoint: CallbackEndpoint,
  deps: DeliveryDeps,
): Promise<Answer> {
  const { corpId, agentId, path } = endpoint
  const { plaintext } = delivery
  const read = readXml(plaintext.toString('utf8'))
  if ('refused' in read) {
    deps.tally.add('refused plaintext')
    deps.log.error({ path, why: read.refused }, 'a signed callback could not be read')
    return { status: 400 }
  }
  const parsed = parseApp(read.root, { corpId, agentId, plaintext, now: deps.now() })
  if (parsed.kind === 'ignored') {
    deps.tally.add(`ignored ${parsed.what}`)
    return OK
  }
  if (!(await isDone(() => take(parsed, endpoint, deps), path, deps))) return { status: 500 }
  deps.tally.add(parsed.kind === 'incoming' ? 'kept' : parsed.kind)
  return parsed.kind === 'incoming' ? replyTo(parsed.incoming, delivery, deps) : OK
}

async function take(
  parsed: Exclude<AppDelivery, { kind: 'ignored' }>,
  { corpId, agentId }: CallbackEndpoint,
  deps: DeliveryDeps,
): Promise<void> {
  if (parsed.kind === 'incoming') return deps.keep([parsed.incoming])
  if (parsed.kind === 'contact-change') return deps.contactChanged?.(corpId, parsed.change)
  if (parsed.kind === 'directory-change') return deps.directoryChanged?.(corpId, parsed.change)
  return deps.pullKf({ corpId, agentId, openKfId: parsed.openKfId, token: parsed.token })
}

async function isDone(work: () => Promise<void>, path: string, deps: DeliveryDeps) {
  try {
    await work()
    return true
  } catch (error) {
    deps.tally.add('not kept')
    deps.log.error({ err: error, path }, 'a callback could not be kept; WeCom will send it again')
    return false
  }
}

async function replyTo(
  incoming: Incoming,
  { cipher }: Delivery,
  deps: DeliveryDeps,
): Promise<Answer> {
  const reply = await replyInTime(incoming, deps)
  if (!reply) return OK
  const now = deps.now()
  const { corpId, user } = incoming.from
  const body = replyEnvelope(passiveReplyXml(reply, { userId: user, corpId, now }), {
    cipher,
    timestamp: String(Math.floor(now.getTime() / 1000)),
    nonce: deps.randomBytes(8).toString('hex'),
    random: deps.randomBytes(16),
  })
  return { status: 200, type: 'application/xml; charset=utf-8', body: Buffer.from(body) }
}

async function replyInTime(
  incoming: Incoming,
  deps: DeliveryDeps,
): Promise<PassiveReply | undefined> {
  if (!deps.answerAtOnce) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS)
  })
  try {
    return await Promise.race([deps.answerAtOnce(incoming), late])
  } catch (error) {
    deps.log.error({ err: error }, 'a callback was kept but could not be answered at once')
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
