/** The desk's talk on a database of its own, outside the test runner: as a worker has it, without platform and pages. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import { sendsNeeded } from '../../src/channels/wecom/kf-drafts.ts'
import { type OpenTalk, openTalk } from '../../src/conversation/open-talk.ts'
import { type AllRules, readAllRules } from '../../src/conversation/read-all-rules.ts'
import type { Clock } from '../../src/database/clock.ts'
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts'
import { migrate } from '../../src/database/migrate.ts'
import { type OpenDatabase, openDatabase } from '../../src/database/open-database.ts'
import { seedClocks } from '../../src/desk/clocks/seed-clocks.ts'
import { anOwner, aRoom } from '../support/desk/homes.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { testSeals } from '../support/seals.ts'
import { databaseUrl, onServer } from '../support/servers.ts'

export const CORP = 'corp-1'
export const ACCOUNT = 'kf-1'

export interface BenchServer {
  readonly url: string
  close(): Promise<void>
}

export interface BenchDesk extends OpenDatabase {
  readonly url: string
  readonly talk: OpenTalk
  readonly clock: Clock
  readonly rules: AllRules
}

export async function openBenchServer(): Promise<BenchServer> {
  const home = await mkdtemp(join(tmpdir(), 'guanjia-bench-'))
  await chmod(home, 0o755)
  const server = await startEmbeddedPostgres(home)
  return {
    url: server.url,
    async close() {
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A desk of one project with so many owners in homes of their own, "u0" and on. */
export async function openBenchDesk(
  { url: serverUrl }: BenchServer,
  name: string,
  owners: number,
): Promise<BenchDesk> {
  await onServer(serverUrl, `CREATE DATABASE ${name}`)
  const url = databaseUrl(serverUrl, name)
  await migrate(url)
  const open = openDatabase(url, () => undefined)
  const { db } = open
  const clock = hurriedClock()
  const rules = await readAllRules(null)
  const project = { id: PROJECT, corpId: CORP, code: 'P1', name: '云锦花园' }
  await db
    .insertInto('project')
    .values({ ...project, servicePhone: '0571-88000001', createdAt: new Date(0) })
    .execute()
  const talk = await openTalk({
    ...{ db, clock, newId, seals: testSeals, rules, sendsNeeded },
    links: {
      ticketPage: (id, staffId) => `https://desk.test/${id}/${staffId}`,
      ownTicket: (id, conversationId) => `https://desk.test/o/${id}/${conversationId}`,
    },
    flowFolder: fileURLToPath(new URL('../../flows', import.meta.url)),
    appAccountOf: () => '1000002',
    ...{ payLinks: null, understander: null },
  })
  await db
    .transaction()
    .execute((tx) => seedClocks(talk.makeWork(tx, { kind: 'system', name: 'bench' }), PROJECT))
  for (let owner = 0; owner < owners; owner++) {
    const room = `${1 + (owner % 9)}-1-${100 + owner}`
    await aRoom(db, room)
    await anOwner(db, { user: `u${owner}`, rooms: [room] })
  }
  return { ...open, url, talk, clock, rules }
}

/** Nobody may say more than twenty things in five minutes (flows/_bot.yaml): minutes pass in fractions of a second. */
function hurriedClock(): Clock {
  const begun = Date.now()
  return { now: () => new Date(begun + (Date.now() - begun) * 3_000) }
}
