/** A PostgreSQL server of the run's own, which can be killed, restarted, filled up, followed and replaced. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../../src/database/free-port.ts'
import { findPostgresBinaries } from '../../../src/database/postgres-binaries.ts'
import { chooseServerUser, type ServerUser } from '../../../src/database/server-user.ts'
import { isRunning } from '../../support/app/own-desk.ts'
import { until } from '../../support/until.ts'

const run = promisify(execFile)

export interface PostgresServer {
  readonly port: number
  /** Of its first database, on loopback. */
  readonly url: string
  readonly folder: string
  start(): Promise<void>
  /** pg_ctl's modes; `immediate` is a crash that is cleaned up, as after loss of power. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** SIGKILL to the server process itself. */
  kill(): Promise<void>
  /** Starts it when it has stopped by itself. */
  revive(): Promise<void>
  /** Standby: becomes the one that writes. */
  promote(): Promise<void>
}

export interface PostgresPlace {
  /** Made when it is missing; the data and the server's log lie in it. */
  readonly folder: string
  /** Where initdb and pg_ctl are; the npm package's when absent. */
  readonly binaries?: string
  readonly settings?: Readonly<Record<string, string | number>>
  /** When the run is over and the server has stopped. */
  readonly release?: () => void
}

/** Debian's PostgreSQL 15, which has pg_basebackup; undefined where it is not installed. */
export function debianBinaries(): string | undefined {
  const folder = '/usr/lib/postgresql/15/bin'
  return existsSync(join(folder, 'pg_basebackup')) ? folder : undefined
}

/** A new server, started. */
export async function openPostgres(place: PostgresPlace): Promise<PostgresServer> {
  const server = await prepare(place)
  await server.call('initdb', ['-U', 'guanjia', '-A', 'trust', '-E', 'UTF8', '--locale=C'])
  await server.start()
  return server
}

/** A standby that streams from `from`, started; needs `binaries` with pg_basebackup. */
export async function openStandby(
  place: PostgresPlace,
  from: PostgresServer,
): Promise<PostgresServer> {
  const server = await prepare(place)
  await server.call('pg_basebackup', ['-R', '-X', 'stream', '-c', 'fast', '-d', from.url])
  await server.start()
  return server
}

interface Prepared extends PostgresServer {
  call(program: string, args: readonly string[]): Promise<void>
}

async function prepare(place: PostgresPlace): Promise<Prepared> {
  // The log lies beside the data: what fills one is seen in the other.
  const home = place.folder
  const folder = join(home, 'cluster')
  await mkdir(folder, { recursive: true })
  const user = await chooseServerUser(home)
  if (user) {
    await chown(home, user.uid, user.gid)
    await chown(folder, user.uid, user.gid)
  }
  await chmod(folder, 0o700)
  const port = await freePort()
  const binaries = place.binaries ?? dirname((await findPostgresBinaries()).initdb)
  const call = async (program: string, args: readonly string[]) => {
    const options = { cwd: tmpdir(), ...identity(user) }
    await run(join(binaries, program), ['-D', folder, ...args], options)
  }
  const settings = { max_connections: 120, ...place.settings }
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
  ].join(' ')
  const pid = async () =>
    Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0])
  // A killed server's children hold its memory for a moment: the next start is tried until it is let.
  const start = async () => {
    const args = ['-w', '-l', join(home, 'server.log'), '-o', options, 'start']
    await until('PostgreSQL starts', () =>
      call('pg_ctl', args).then(
        () => true,
        () => false,
      ),
    )
  }
  return {
    port,
    folder,
    call,
    url: `postgres://guanjia@127.0.0.1:${port}/postgres`,
    start,
    stop: (mode) => call('pg_ctl', ['-w', '-m', mode, 'stop']),
    async kill() {
      const killed = await pid()
      process.kill(killed, 'SIGKILL')
      await until('PostgreSQL is gone', () => !isRunning(killed))
    },
    async revive() {
      const isUp = await call('pg_ctl', ['status']).then(
        () => true,
        () => false,
      )
      if (!isUp) await start()
    },
    promote: () => call('pg_ctl', ['-w', 'promote']),
  }
}

function identity(user: ServerUser | null): { uid: number; gid: number } | undefined {
  return user ? { uid: user.uid, gid: user.gid } : undefined
}
