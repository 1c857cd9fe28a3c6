/** A whole desk under traffic: its own servers behind lines that can be disturbed, its processes, its people. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { migrate } from '../../src/database/migrate.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { watchAlarms } from '../support/app/alarm-trace.ts'
import { NO_BURSTS, SHORT_CLAIMS, type TextChange } from '../support/app/changed-copy.ts'
import { watchDates } from '../support/app/date-trace.ts'
import { openDeskOn, type TestDesk } from '../support/app/desk-on-database.ts'
import { type Chance, chanceOf } from '../support/app/seeded.ts'
import { until } from '../support/until.ts'
import type { CrowdEstate } from './crowd/crowd-estate.ts'
import { type CrowdSize, moveIn } from './crowd/move-in.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { type Processes, processesOf } from './processes.ts'
import { type Line, openLine } from './servers/line.ts'
import { openPostgres, type PostgresPlace, type PostgresServer } from './servers/postgres.ts'
import { openRedis, type RedisServer } from './servers/redis.ts'

export interface Stage {
  /** Of the desk's build. */
  readonly entry: string
  /** How the desk's rules differ from the shipped ones. */
  readonly rules: readonly TextChange[]
  readonly desk: TestDesk
  readonly processes: Processes
  readonly postgres: PostgresServer
  readonly toPostgres: Line
  /** Null where jobs live in PostgreSQL. */
  readonly redis: { readonly server: RedisServer; readonly line: Line } | null
  readonly crowd: CrowdEstate
  readonly ledger: Ledger
  readonly chance: Chance
  /** A folder for more servers; gone afterwards. */
  readonly folder: string
  rest(ms: number): Promise<void>
  /** From now on a commit waits for this standby too: what was answered is in both. */
  waitForCommitsAt(standby: PostgresServer): Promise<void>
  /** Desk and judge use this server from now on; the first one is gone. */
  takeOver(server: PostgresServer): Promise<void>
  close(): Promise<void>
}

export interface StageWish extends CrowdSize {
  /** Of the desk's build. */
  readonly entry: string
  readonly seed: number
  readonly withRedis: boolean
  /** Whether what somebody says in pieces is waited for, as shipped. */
  readonly bursts: boolean
  /** Where and how the database server lives; a folder of the run's own when absent. */
  readonly postgres?: (folder: string) => PostgresPlace
}

/** Promises that run out while somebody watches: of minutes and hours, seconds. */
const SOON: readonly TextChange[] = [
  { file: 'clocks.yaml', from: /within: (5|10|15)m/g, to: 'within: 20s' },
  { file: 'clocks.yaml', from: /within: (30m|1h)/g, to: 'within: 40s' },
  { file: 'clocks.yaml', from: /warn: \[(5|15)m\]/g, to: 'warn: [50%]' },
  { file: 'clocks.yaml', from: /at: due\+(5|15)m/g, to: 'at: due+15s' },
]
const RULES = [...SHORT_CLAIMS, ...SOON]

export async function openStage(wish: StageWish): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-chaos-'))
  // The database server runs as another user.
  await chmod(folder, 0o755)
  const place = wish.postgres?.(folder) ?? { folder: join(folder, 'postgres') }
  const postgres = await openPostgres(place)
  await migrate(postgres.url)
  const toPostgres = await openLine(postgres.port)
  const redisServer = wish.withRedis ? await openRedis() : null
  const redis = redisServer && {
    server: redisServer,
    line: await openLine(redisServer.port),
  }
  // The judge's own way in is not disturbed.
  const judgesLine = await openLine(postgres.port)
  const direct = openDatabase(throughLine(judgesLine), () => undefined)
  const servers = [postgres]
  const ground = { ...direct, url: throughLine(toPostgres), entry: wish.entry }
  const rules = wish.bursts ? RULES : [...RULES, ...NO_BURSTS]
  const desk = await openDeskOn(ground, {
    redisUrl: redis ? `redis://127.0.0.1:${redis.line.port}` : null,
    rules,
  })
  const rest = (ms: number) => pause(ms)
  const processes = processesOf(desk, residentMegabytes, rest)
  await processes.startAll()
  const crowd = await moveIn(desk, wish)
  await watchAlarms(direct.db)
  await watchDates(direct.db)
  return {
    ...{ desk, processes, postgres, toPostgres, redis, crowd, folder, rest },
    ...{ entry: wish.entry, rules },
    ledger: openLedger(),
    chance: chanceOf(wish.seed),
    async waitForCommitsAt(standby) {
      servers.push(standby)
      await direct.pool.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`)
      await direct.pool.query('SELECT pg_reload_conf()')
    },
    async takeOver(server) {
      judgesLine.leadTo(server.port)
      toPostgres.leadTo(server.port)
      await until('the new server takes commits', () =>
        alone(server).then(
          () => true,
          () => false,
        ),
      )
    },
    async close() {
      await desk.close()
      await redis?.line.close()
      await redis?.server.kill()
      await toPostgres.close()
      await judgesLine.close()
      for (const server of servers) await server.stop('immediate').catch(() => undefined)
      place.release?.()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function throughLine({ port }: Line): string {
  return `postgres://guanjia@127.0.0.1:${port}/postgres`
}

/** A standby copied the wish to wait for one of its own; it has none. */
async function alone({ url }: PostgresServer): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = ''`)
    await client.query('SELECT pg_reload_conf()')
  } finally {
    await client.end()
  }
}

/** VmRSS of a process; 0 for one that is gone. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
}
