/** The database of a process: the one configured, or one of our own; alone on it, and up to date. */
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { Client } from 'pg'
import { CannotStart } from './cannot-start.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

export interface GroundDeps {
  /** Null: start our own in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly connections: number
  readonly onError: (error: Error) => void
  /** Brought up to the last of these; absent: to the newest there is. */
  readonly migrations?: MigrationList
}

export interface Ground extends OpenDatabase {
  readonly url: string
  /** Names of migrations just applied. */
  readonly migrated: readonly string[]
  /** Closes the connections, then stops the server when it is our own. */
  close(): Promise<void>
}

/** The lock of the process that owns an embedded server. */
const OWNER_LOCK = 7_301_155
/** Held together by the commands beside it. */
const GUEST_LOCK = 7_301_156

/** @throws Error of one line when another desk runs on the same folder */
export async function openGround(deps: GroundDeps): Promise<Ground> {
  if (deps.databaseUrl !== null) return openOn(deps.databaseUrl, deps, async () => undefined)
  const server = await startEmbeddedPostgres(deps.dataDir)
  const owner = new Client({ connectionString: server.url })
  owner.on('error', deps.onError)
  await owner.connect()
  const locked = await owner.query('SELECT pg_try_advisory_lock($1) AS mine', [OWNER_LOCK])
  if (!locked.rows[0].mine) {
    await owner.end()
    throw new CannotStart(
      `Another desk is running on ${deps.dataDir}: stop it, or set another DATA_DIR`,
    )
  }
  return openOn(server.url, deps, async () => {
    await owner.end()
    await server.stop()
  })
}

/**
 * The same database beside a running desk, for commands. An own server is started when none runs, and stopped
 * by the last command that leaves it while no desk is there.
 */
export async function openBeside(deps: GroundDeps): Promise<Ground> {
  if (deps.databaseUrl !== null) return openOn(deps.databaseUrl, deps, async () => undefined)
  const server = await startEmbeddedPostgres(deps.dataDir)
  const guest = new Client({ connectionString: server.url })
  guest.on('error', deps.onError)
  await guest.connect()
  await guest.query('SELECT pg_advisory_lock_shared($1)', [GUEST_LOCK])
  return openOn(server.url, deps, async () => {
    await guest.query('SELECT pg_advisory_unlock_shared($1)', [GUEST_LOCK])
    const last = await guest.query(
      'SELECT pg_try_advisory_lock($1) AND pg_try_advisory_lock($2) AS alone',
      [GUEST_LOCK, OWNER_LOCK],
    )
    await guest.end()
    if (last.rows[0].alone) await server.stop()
  })
}

async function openOn(
  url: string,
  { connections, onError, migrations }: GroundDeps,
  after: () => Promise<void>,
): Promise<Ground> {
  const migrated = await migrate(url, migrations).catch(async (error) => {
    await after()
    throw error
  })
  const open = openDatabase(url, onError, connections)
  return {
    ...open,
    url,
    migrated,
    async close() {
      await open.close()
      await after()
    },
  }
}
