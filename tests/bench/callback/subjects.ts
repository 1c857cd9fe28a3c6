/** The servers that are compared: Node and Express bare, what others wrote, and the desk with and without its database. */

import { buildNow } from '../../support/app/build-now.ts'
import { callbackKeys } from '../../support/app/member-posts.ts'
import { openStrayDesk } from '../../support/app/stray-desk.ts'
import type { SenderKeys } from '../../support/callback-sender.ts'
import { installPeers } from '../dialogue/peer-talks.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export const NAMES = {
  rawHttp: 'raw node:http, no crypto',
  rawCipher: 'raw node:http, our cipher',
  expressHello: 'Express hello, no crypto',
  recipe: 'Express + @wecom/crypto + xml2js',
  coWechat: 'Koa + co-wechat',
  easywechat: 'node-easywechat',
  wechat: 'Express + wechat',
  protocol: 'guanjia, protocol only',
  durable: 'guanjia, kept in the inbox',
} as const

export interface Subject {
  readonly name: string
  /** Bare servers look at nothing, so that nothing wrong is refused. */
  readonly looks: boolean
  /** Only knocked at, not measured. */
  readonly isForKnocking: boolean
  readonly keys: SenderKeys
  /** Seconds since 1970 of its own clock. */
  readonly sentAt: number
  readonly server: ServerProcess
  /** How many of the requests are stored; null when it stores none. */
  kept(): Promise<number | null>
}

export interface Subjects {
  readonly subjects: readonly Subject[]
  /** Those that cannot be measured here, with the reason. */
  readonly skipped: readonly string[]
  close(): Promise<void>
}

/** Keys that anybody may know. */
const KEYS: SenderKeys = {
  path: '/wecom/app/callback',
  corpId: 'ww0123456789abcdef',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
}

interface Plan {
  readonly name: string
  readonly file: string
  readonly looks?: boolean
  readonly isForKnocking?: boolean
}

const OURS: readonly Plan[] = [
  { name: NAMES.rawHttp, file: 'servers/raw-http.mjs', looks: false },
  { name: NAMES.rawCipher, file: 'servers/raw-cipher.mjs' },
  { name: NAMES.expressHello, file: 'servers/express-hello.mjs', looks: false },
  { name: NAMES.protocol, file: 'servers/guanjia.mjs' },
]
const PEERS: readonly Plan[] = [
  { name: NAMES.recipe, file: '../peers/callback-recipe.mjs' },
  { name: NAMES.coWechat, file: '../peers/callback-co-wechat.mjs' },
  { name: NAMES.easywechat, file: '../peers/callback-easywechat.mjs' },
  { name: NAMES.wechat, file: '../peers/callback-wechat.mjs', isForKnocking: true },
]

/** Starts them all; a peer that does not start is skipped, one of ours that does not is an error. */
export async function openSubjects(): Promise<Subjects> {
  buildNow()
  const whyNoPeers = installPeers()
  const skipped: string[] = []
  const subjects: Subject[] = []
  for (const plan of OURS) subjects.push(await subjectOf(plan))
  for (const plan of PEERS) {
    const why = whyNoPeers ?? (await subjectOf(plan).then((one) => void subjects.push(one), reason))
    if (why) skipped.push(`${plan.name}: ${why}`)
  }
  const desk = await openDurable()
  subjects.push(desk.subject)
  return {
    subjects,
    skipped,
    async close() {
      for (const { server } of subjects) server.close()
      await desk.close()
    },
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function subjectOf({
  name,
  file,
  looks = true,
  isForKnocking = false,
}: Plan): Promise<Subject> {
  const server = await startServer(new URL(file, import.meta.url), KEYS)
  const sentAt = Math.floor(Date.now() / 1000)
  return { name, looks, isForKnocking, keys: KEYS, sentAt, server, kept: async () => null }
}

/** The process that takes callbacks in production: on a real database, with the queue that rings the workers. */
async function openDurable() {
  const desk = await openStrayDesk({ redisUrl: null })
  const web = await desk.start('web')
  const subject: Subject = {
    name: NAMES.durable,
    looks: true,
    isForKnocking: false,
    keys: callbackKeys(desk.platform().corp),
    sentAt: Math.floor((await desk.now()).getTime() / 1000),
    server: {
      pid: web.pid,
      port: Number(new URL(await web.open()).port),
      isAlive: web.isAlive,
      close: () => web.signal('SIGKILL'),
    },
    async kept() {
      const rows = desk.db
        .selectFrom('inbox_item')
        .select(({ fn }) => fn.countAll<string>().as('count'))
      return Number((await rows.executeTakeFirstOrThrow()).count)
    },
  }
  return { subject, close: () => desk.close() }
}
