/** A desk with a database server of its own, as on a machine with nothing but Node. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { findPostgresBinaries } from '../../../src/database/postgres-binaries.ts'
import { until } from '../until.ts'
import { builtDesk } from './build.ts'
import { PROJECT_FOLDER } from './build-now.ts'
import { type DeskProcess, type Ended, startDeskProcess } from './desk-process.ts'
import { findPlatform, type Platform, type SandboxDriver, sandboxDriver } from './sandbox-driver.ts'

export interface OwnDeskOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Runs desk and server as this user, who also owns the folder. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

export interface OwnDesk extends SandboxDriver {
  readonly dataDir: string
  /** Starts a process and waits for nothing. */
  launch(env?: Readonly<Record<string, string>>): Promise<DeskProcess>
  /** Starts a process and waits until it is ready. */
  start(env?: Readonly<Record<string, string>>): Promise<DeskProcess>
  /** Where the running process is reached. */
  address(): string
  platform(): Platform
  /** The process id of the database server; undefined when none runs. */
  serverPid(): number | undefined
  /** Runs pg_ctl on the server of the folder. */
  controlServer(...args: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Runs a test on a desk of its own; a failure tells what its processes wrote. */
export async function withOwnDesk(
  options: OwnDeskOptions,
  run: (desk: OwnDesk) => Promise<void>,
): Promise<void> {
  const processes: DeskProcess[] = []
  const desk = await openOwnDesk(options, processes)
  try {
    await run(desk)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const story = processes.map(({ name, lines }) => [`── ${name}`, ...lines].join('\n'))
    throw new Error(`${reason}\n${story.join('\n')}`, { cause: error })
  } finally {
    await desk.close()
  }
}

async function openOwnDesk(options: OwnDeskOptions, processes: DeskProcess[]): Promise<OwnDesk> {
  const entry = await builtDesk()
  const { user } = options
  const dataDir = mkdtempSync(join(tmpdir(), 'guanjia-own-'))
  chmodSync(dataDir, 0o755)
  if (user) chownSync(dataDir, user.uid, user.gid)
  const addresses = new Map<DeskProcess, string>()

  const launch = async (env: Readonly<Record<string, string>> = {}) => {
    const started = startDeskProcess({
      name: `desk ${processes.length + 1}`,
      entry,
      cwd: PROJECT_FOLDER,
      env: {
        TZ: 'Asia/Shanghai',
        PORT: '0',
        // As a person writes it, and as the usual one is.
        DATA_DIR: relative(PROJECT_FOLDER, dataDir),
        HOME: dataDir,
        ...options.env,
        ...env,
      },
      ...(user && { user }),
    })
    processes.push(started)
    return started
  }
  const address = () => {
    const open = processes.findLast((one) => one.isAlive() && addresses.has(one))
    if (!open) throw new Error('no process of the desk is open')
    return addresses.get(open) as string
  }
  const cluster = join(dataDir, 'postgres', 'cluster')
  const controlServer = async (...args: readonly string[]) => {
    const { pgCtl } = await findPostgresBinaries()
    const owner = ownerOf(cluster)
    const run = spawnSync(pgCtl, ['-D', cluster, '-w', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: tmpdir(),
      ...owner,
    })
    if (run.status !== 0) throw new Error(`pg_ctl ${args.join(' ')}: ${run.stderr}`)
  }

  return {
    ...sandboxDriver(address),
    dataDir,
    launch,
    address,
    controlServer,
    async start(env) {
      const started = await launch(env)
      const url = await started.open()
      await until(`${started.name} is ready`, async () => (await fetch(`${url}/readyz`)).ok, 60_000)
      addresses.set(started, url)
      return started
    },
    platform() {
      const found = findPlatform(dataDir)
      if (!found) throw new Error('the platform does not run')
      return found
    },
    serverPid: () => livingServer(cluster),
    async close() {
      await Promise.all(processes.filter((one) => one.isAlive()).map((one) => one.kill()))
      const platform = findPlatform(dataDir)
      if (platform && isRunning(platform.pid)) process.kill(platform.pid, 'SIGKILL')
      if (livingServer(cluster)) await controlServer('stop', '-m', 'immediate')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a process left: its exit code, and its last lines outside the log. */
export async function endOf(desk: DeskProcess): Promise<Ended & { readonly said: string }> {
  const ended = await desk.ended
  return { ...ended, said: desk.lines.filter((line) => !line.startsWith('{"level"')).join('\n') }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Ended, but nobody has taken note: in a container there may be nobody who ever will. */
function isZombie(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() === '' || stdout.startsWith('Z')
}

function livingServer(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return isRunning(pid) ? pid : undefined
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path)
  return { uid, gid }
}
