/** The web chat served on a port of its own, on a real database, with what it kept in reach. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  type Channel,
  conversationIdOf,
  type Incoming,
} from '../../src/channels/channel.ts'
import { openWebChat } from '../../src/channels/web/open-web-chat.ts'
import { type WebChatRules, webChatRulesSchema } from '../../src/channels/web/rules.ts'
import { expressApp } from '../../src/console/http-server.ts'
import { readWords } from '../../src/conversation/words.ts'
import { openItems } from '../../src/inbox/due.ts'
import { keepIncoming } from '../../src/inbox/keep.ts'
import { folderStorage } from '../../src/media/folder-storage.ts'
import { readMediaFile } from '../../src/media/open-media.ts'
import { readRuleFile } from '../../src/rule-file.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { type HandClock, handClock } from './hand-clock.ts'
import { logLines } from './log-lines.ts'
import { inboxRules } from './rules.ts'
import { testSeals } from './seals.ts'

const CORP = 'ww1'
const PROJECT = 'P1'

export interface WebChatServer {
  readonly url: string
  readonly database: TestDatabase
  readonly clock: HandClock
  readonly channel: Channel
  /** What the desk was handed, in order. */
  readonly handed: readonly Incoming[]
  /** Files in the storage, whoever knows of them. */
  storedFiles(): readonly string[]
  /** What waits for a turn, of the only visitor. */
  waiting(): Promise<readonly unknown[]>
  /** The only visitor's address; undefined before there is one. */
  visitor(): Promise<Address | undefined>
  /** The desk says something to the only visitor. */
  say(message: Parameters<Channel['send']>[0]['message']): Promise<void>
  /** Cuts every connection and listens no more, until `listen`. */
  unplug(): Promise<void>
  listen(): Promise<void>
  close(): Promise<void>
}

export interface WebChatServerOptions {
  readonly rules?: Partial<WebChatRules>
  readonly embedOrigins?: readonly string[]
  readonly isSecure?: boolean
  /** As TRUST_PROXY. */
  readonly trustProxy?: number
}

export async function openWebChatServer(
  options: WebChatServerOptions = {},
): Promise<WebChatServer> {
  const database = await openTestDatabase()
  const { db } = database
  const clock = handClock()
  const folder = mkdtempSync(join(tmpdir(), 'guanjia-web-'))
  const storage = folderStorage(folder)
  const stopping = new AbortController()
  await db
    .insertInto('project')
    .values({
      ...{ id: 'p1', corpId: CORP, code: PROJECT, name: '云锦花园' },
      ...{ servicePhone: '0571-88001234', createdAt: clock.now() },
    })
    .execute()
  const shipped = await readRuleFile(
    webChatRulesSchema,
    new URL('../../rules/web-chat.yaml', import.meta.url).pathname,
  )
  const handed: Incoming[] = []
  const words = await readWords(new URL('../../flows', import.meta.url).pathname)
  const keeping = { clock, newId: randomUUID, seals: testSeals, rules: inboxRules }
  const chat = openWebChat({
    ...{ db, clock, newId: randomUUID, seals: testSeals, storage, corpId: CORP },
    log: logLines().log,
    rules: { ...shipped, look_ms: 20, ...options.rules },
    openFile: (fileId) => readMediaFile(db, storage, fileId),
    keep: async (incoming, tx) => {
      handed.push(...incoming)
      await keepIncoming(tx, incoming, { ...keeping, isUrgent: () => false })
    },
    kept: () => undefined,
    stopping: stopping.signal,
    isSecure: options.isSecure ?? false,
    embedOrigins: options.embedOrigins ?? [],
    say: (name, values = {}) => words.text(`web_chat.${name}`, values),
  })
  const server = createServer(
    expressApp({
      log: logLines().log,
      trustProxy: options.trustProxy ?? null,
      routes: [['/chat', chat.router]],
    }),
  )
  const listenOn = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listenOn(0)
  const { port } = server.address() as AddressInfo
  const unplug = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  const visitor = async (): Promise<Address | undefined> => {
    const row = await db.selectFrom('conversation').select(['account', 'userId']).executeTakeFirst()
    return row && { corpId: CORP, channel: 'web-chat', account: row.account, user: row.userId }
  }
  return {
    url: `http://127.0.0.1:${port}/chat`,
    database,
    clock,
    channel: chat.channel,
    visitor,
    handed,
    storedFiles: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
    async waiting() {
      const from = await visitor()
      if (!from) return []
      return db.transaction().execute(async (tx) => {
        const items = await openItems({ tx, seals: testSeals }, conversationIdOf(from))
        return items.map(({ content }) => content)
      })
    },
    async say(message) {
      const to = await visitor()
      if (!to) throw new Error('nobody has come yet')
      await chat.channel.send({ key: randomUUID(), to, message, repeated: false })
    },
    unplug,
    listen: () => listenOn(port),
    async close() {
      stopping.abort()
      if (server.listening) await unplug()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
