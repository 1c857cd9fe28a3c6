/** A whole desk on a database that is given: its processes and a platform of its own, whoever asks for it. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'
import { until } from '../until.ts'
import { PROJECT_FOLDER } from './build-now.ts'
import { changedCopy, type TextChange } from './changed-copy.ts'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { findPlatform, type Platform, type SandboxDriver, sandboxDriver } from './sandbox-driver.ts'

type Role = 'all' | 'web' | 'worker'

export interface DeskOptions {
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null
  /** Changes to the shipped rules. */
  readonly rules?: readonly TextChange[]
  /** Makes a folder of flows other than the shipped ones. */
  readonly flows?: (folder: string) => string
  readonly env?: Readonly<Record<string, string>>
}

/** How one process differs from the others of its desk. */
export interface ProcessChange {
  /** Of another build. */
  readonly entry?: string
  readonly env?: Readonly<Record<string, string>>
}

/** What a desk stands on. */
export interface DeskGround {
  /** The entry of the build. */
  readonly entry: string
  readonly url: string
  readonly db: Database
  /** Takes the database away. */
  close(): Promise<void>
}

export interface TestDesk extends SandboxDriver {
  readonly db: Database
  readonly dataDir: string
  /** Starts a process, all roles unless told, and waits until it is ready. */
  start(role?: Role, name?: string, change?: ProcessChange): Promise<DeskProcess>
  /** Starts one and waits for nothing. */
  launch(role?: Role, name?: string, change?: ProcessChange): Promise<DeskProcess>
  /** `npm run import`, or another command, beside the desk; what it printed. Fails with that when it was refused. */
  command(name: string, ...argv: readonly string[]): Promise<string>
  /** Commands and processes work from now on with another database and another folder; the platform is the same. */
  moveTo(databaseUrl: string): string
  /** SIGKILL to every process of the desk that runs; the platform lives on. */
  kill(): Promise<void>
  /** The stand-in platform; it lives on when the desk is killed. */
  platform(): Platform
  /** Moves the time of desk and platform while no worker runs: nothing that is due is waited for. */
  moveWithoutWorkers(ms: number): Promise<void>
  /** What the processes wrote, for whoever looks for the cause of a failure. */
  story(): string
  close(): Promise<void>
}

const LINES_TOLD = 60

/** `close` ends its processes and its platform, and takes its folder and its database away. */
export async function openDeskOn(database: DeskGround, options: DeskOptions): Promise<TestDesk> {
  const { entry } = database
  const dataDir = mkdtempSync(join(tmpdir(), 'guanjia-app-'))
  chmodSync(dataDir, 0o755)
  const { rules, redisUrl } = options
  const rulesDir = rules && changedCopy('rules', join(dataDir, 'rules'), rules)
  const flowsDir = options.flows?.(join(dataDir, 'flows'))
  const processes: DeskProcess[] = []
  const addresses = new Map<DeskProcess, string>()

  let place = { url: database.url, folder: dataDir }
  const address = () => {
    const open = processes.findLast((one) => one.isAlive() && addresses.has(one))
    if (!open) throw new Error('no process of the desk is open')
    return addresses.get(open) as string
  }
  const environmentOf = (role: Role, name: string) => ({
    TZ: 'Asia/Shanghai',
    PORT: '0',
    DATA_DIR: place.folder,
    DATABASE_URL: `${place.url}?application_name=${name}`,
    DATABASE_CONNECTIONS: '6',
    SANDBOX: 'on',
    SANDBOX_NOW: '2026-11-23T09:00:00+08:00',
    ROLE: role,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    ...(rulesDir && { RULES_DIR: rulesDir }),
    ...(flowsDir && { FLOWS_DIR: flowsDir }),
    ...options.env,
  })
  const launch = async (role: Role = 'all', name: string = role, change: ProcessChange = {}) => {
    const env = { ...environmentOf(role, name), ...change.env }
    const started = startDeskProcess({ name, entry: change.entry ?? entry, cwd: dataDir, env })
    processes.push(started)
    return started
  }
  const platform = () => {
    const found = findPlatform(dataDir)
    if (!found) throw new Error('the platform does not run')
    return found
  }

  return {
    ...sandboxDriver(address),
    db: database.db,
    dataDir,
    platform,
    launch,
    async command(name, ...argv) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', `src/cli/${name}-main.ts`, ...argv],
        { cwd: PROJECT_FOLDER, env: { PATH: process.env['PATH'], ...environmentOf('all', name) } },
      )
      return stdout
    },
    moveTo(url) {
      const folder = join(dataDir, 'moved')
      mkdirSync(folder)
      symlinkSync(join(dataDir, 'sandbox'), join(folder, 'sandbox'))
      place = { url, folder }
      return folder
    },
    async kill() {
      await Promise.all(processes.filter((one) => one.isAlive()).map((one) => one.kill()))
    },
    async start(role, name, change) {
      const started = await launch(role, name, change)
      const url = await started.open()
      await until(`${started.name} is ready`, async () => (await fetch(`${url}/readyz`)).ok, 60_000)
      if (role !== 'worker') addresses.set(started, url)
      return started
    },
    async moveWithoutWorkers(ms) {
      await sql`UPDATE clock_offset SET "offsetMs" = "offsetMs" + ${ms}`.execute(database.db)
      const { now } = await platform().control.state()
      await platform().control.setClock(new Date(Date.parse(now) + ms))
    },
    story: () => processes.map(storyOf).join('\n'),
    async close() {
      await Promise.all(processes.filter((one) => one.isAlive()).map((one) => one.kill()))
      const found = findPlatform(dataDir)
      if (found) process.kill(found.pid, 'SIGKILL')
      if (redisUrl && found) await forgetKeys(redisUrl, found.corp.corpId)
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function storyOf({ name, pid, lines }: DeskProcess): string {
  return [`── ${name} (${pid})`, ...lines.slice(-LINES_TOLD)].join('\n')
}

/** Empties Redis for one desk and nobody else; answers how many keys there were. */
export async function forgetKeys(redisUrl: string, corpId: string): Promise<number> {
  const redis = new Redis(redisUrl)
  try {
    const keys = await redis.keys(`guanjia-${corpId}:*`)
    return keys.length === 0 ? 0 : await redis.del(...keys)
  } finally {
    redis.disconnect()
  }
}
