/** The PostgreSQL server of the desk's own: made, started, taken over after a crash, and stopped by us. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { CannotStart } from './cannot-start.ts'
import { freePort } from './free-port.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { secretFile } from './secret-file.ts'
import { assertFoldersOpen, chooseServerUser, type ServerUser } from './server-user.ts'

const run = promisify(execFile)

export interface EmbeddedServer {
  /** `postgres://…` on loopback, with the password. */
  readonly url: string
  stop(): Promise<void>
}

const DATABASE = 'postgres'
const ROLE = 'guanjia'
/** About ten seconds in all: the processes of a killed server let go of its memory when they notice. */
const TRIES = 20
const BETWEEN_TRIES_MS = 500

/**
 * Starts our own server on `dataDir`/postgres, or takes over the one that already runs there.
 * Loopback only; the password is random and kept in a file of mode 0600.
 * @throws CannotStart with one line of advice when a folder is closed to the server's user.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedServer> {
  const binaries = await findPostgresBinaries()
  const home = join(dataDir, 'postgres')
  const cluster = join(home, 'cluster')
  await mkdir(home, { recursive: true })
  const user = await chooseServerUser(home)
  await assertFoldersOpen(user, [home, binaries.initdb])
  const password = await secretFile(join(home, 'password'), () => randomBytes(24).toString('hex'))
  const server: Server = { binaries, home, cluster, user, password }

  if (!(await exists(madeMark(home)))) await initialise(server)
  const port = await bringUp(server)
  return {
    url: urlOf(server, port),
    stop: () => control(server, ['stop', '-m', 'fast', '-w', '-t', '60']).then(() => undefined),
  }
}

interface Server {
  readonly binaries: PostgresBinaries
  readonly home: string
  readonly cluster: string
  readonly user: ServerUser | null
  readonly password: string
}

async function initialise(server: Server): Promise<void> {
  const { cluster, user } = server
  // A cluster without the mark is what an interrupted initdb leaves behind.
  await rm(cluster, { recursive: true, force: true })
  await mkdir(cluster)
  const passwordFile = join(server.home, 'initial-password')
  await writeFile(passwordFile, server.password, { mode: 0o600 })
  if (user) {
    await chown(server.home, user.uid, user.gid)
    await chown(cluster, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  await chmod(cluster, 0o700)
  const options = ['-D', cluster, '-U', ROLE, '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256']
  await runAs(server, server.binaries.initdb, [...options, `--pwfile=${passwordFile}`])
  await rm(passwordFile)
  await writeFile(madeMark(server.home), '')
}

function madeMark(home: string): string {
  return join(home, 'cluster-made')
}

/** The port of a live server on this cluster, or null. */
async function runningPort(server: Server): Promise<number | null> {
  const isRunning = await control(server, ['status']).then(
    () => true,
    () => false,
  )
  if (!isRunning) return null
  // postmaster.pid: line 4 is the port.
  const lines = (await readFile(join(server.cluster, 'postmaster.pid'), 'utf8')).split('\n')
  return Number(lines[3])
}

/** The port of a server that answers: the one that runs already, or a new one. */
async function bringUp(server: Server): Promise<number> {
  const log = join(server.home, 'server.log')
  let reason: unknown
  for (let left = TRIES; left > 0; left--) {
    // Somebody else may take the port between our look and the start, or a killed server is still dying.
    const port = await tryOnce(server, log).catch((error) => {
      reason = error
      return null
    })
    if (port !== null) return port
    await pause(BETWEEN_TRIES_MS)
  }
  throw new CannotStart(`PostgreSQL does not start; see ${log}`, { cause: reason })
}

/** Null when one runs that does not answer: a killed one counts as running until its process is taken away. */
async function tryOnce(server: Server, log: string): Promise<number | null> {
  const running = await runningPort(server)
  if (running === null) return await startServer(server, log)
  return (await answers(urlOf(server, running))) ? running : null
}

async function startServer(server: Server, log: string): Promise<number> {
  const port = await freePort()
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=200',
    `-c shared_buffers=${sharedMegabytes(Math.min(process.constrainedMemory() || Infinity, totalmem()))}MB`,
    '-c timezone=UTC',
  ]
  await control(server, ['start', '-w', '-t', '60', '-l', log, '-o', settings.join(' ')])
  return port
}

/**
 * What the server keeps of its tables in memory: a sixteenth of the machine's, at least its own default and at most what
 * a year of half a million tickets is read from. Source: PostgreSQL 18, 19.4.1 (a quarter, of a machine that does nothing
 * else); docs/scale.md (a month's figures take a fifth less).
 */
export function sharedMegabytes(memoryBytes: number): number {
  const share = Math.floor(memoryBytes / 16 / 1024 / 1024)
  return Math.min(Math.max(share, 128), 1024)
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  // A line that breaks after it was made is another way of not answering.
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

function urlOf({ password }: Server, port: number): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`
}

function control(server: Server, args: readonly string[]): Promise<unknown> {
  return runAs(server, server.binaries.pgCtl, ['-D', server.cluster, ...args])
}

function runAs(server: Server, file: string, args: readonly string[]): Promise<unknown> {
  const identity = server.user ? { uid: server.user.uid, gid: server.user.gid } : {}
  // A session of its own: Ctrl-C at the terminal must reach the desk, not its database.
  const options = { ...identity, cwd: server.home, detached: true }
  return run(file, [...args], options)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
