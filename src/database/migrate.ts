/** Brings a database up to the newest migration, one process at a time. */

import { createHash } from 'node:crypto'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Client } from 'pg'
import { CannotStart, reasonOf, serverOf } from './cannot-start.ts'
import { readMigrations } from './migration-files.ts'
import { withSchemaEngine } from './schema-engine.ts'

/** Any fixed number: it names our advisory lock among others on the same server. */
const LOCK = 7_301_154

class MigrationRefused extends Error {
  readonly code = 'migration-refused'
}

/**
 * Applies what is missing. A second process that starts at the same time waits, then finds nothing to do.
 * @returns the names of the migrations just applied
 * @throws MigrationRefused when a migration was edited after it had been applied, one failed half-way,
 *   or the database is ahead of this program
 */
export async function migrate(url: string, list?: MigrationList): Promise<readonly string[]> {
  const migrations = list ?? (await readMigrations())
  const lock = new Client({ connectionString: url })
  // A line that breaks while nobody asks shows in the next question; without a listener it would end the process.
  lock.on('error', () => undefined)
  await lock.connect().catch((error) => {
    throw new CannotStart(`The database ${serverOf(url)} does not let us in: ${reasonOf(error)}`)
  })
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK])
    if (await isUpToDate(lock, migrations)) return []
    await settleInterrupted(lock)
    return await applyMissing(url, migrations)
  } finally {
    await lock.end()
  }
}

async function applyMissing(url: string, migrations: MigrationList): Promise<readonly string[]> {
  try {
    return await withSchemaEngine(url, async (engine) => {
      await refuseBadHistory(engine, migrations)
      const filters = { externalTables: [], externalEnums: [] }
      const applied = await engine.applyMigrations({ migrationsList: migrations, filters })
      return applied.appliedMigrationNames
    })
  } catch (error) {
    if (error instanceof MigrationRefused) throw error
    throw new MigrationRefused(`A migration failed: ${reasonOf(error)}`, { cause: error })
  }
}

/**
 * A process killed while it migrated leaves a migration that was begun and not finished. Its mark was written
 * with its statements or not at all (schema-engine.ts), so what is marked is done, and what is not can be forgotten.
 * One that failed has its reason in `logs` and stays for a person.
 */
async function settleInterrupted(client: Client): Promise<void> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name")
  if (!table.rows[0].name) return
  const interrupted = 'finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL'
  await client.query(`UPDATE _prisma_migrations SET finished_at = started_at
                       WHERE ${interrupted} AND applied_steps_count > 0`)
  await client.query(`DELETE FROM _prisma_migrations WHERE ${interrupted}`)
}

async function refuseBadHistory(engine: SchemaEngine, migrations: MigrationList): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList: migrations,
    optInToShadowDatabase: false,
    filters: { externalTables: [], externalEnums: [] },
  })
  if (found.editedMigrationNames.length > 0) {
    const names = found.editedMigrationNames.join(', ')
    throw new MigrationRefused(`Migrations were edited after they had been applied: ${names}`)
  }
  if (found.failedMigrationNames.length > 0) {
    const names = found.failedMigrationNames.join(', ')
    throw new MigrationRefused(`A migration failed half-way and needs a person: ${names}`)
  }
  if (found.history && found.history.diagnostic !== 'databaseIsBehind') {
    const names = found.history.unpersistedMigrationNames.join(', ')
    throw new MigrationRefused(`The database is ahead of this program, which lacks: ${names}`)
  }
}

/**
 * The usual start: every migration is there, finished and unedited. Answered from Prisma's own table,
 * so that the engine (megabytes of WebAssembly) is loaded only when there is something to do or to explain.
 */
async function isUpToDate(client: Client, migrations: MigrationList): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name")
  if (!table.rows[0].name) return false
  const applied = await client.query<{ name: string; checksum: string; done: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  )
  const wanted = migrations.migrationDirectories
  return (
    applied.rows.length === wanted.length &&
    applied.rows.every((row, at) => row.done && row.name === wanted[at]?.path) &&
    applied.rows.every((row, at) => row.checksum === checksumOf(wanted[at]))
  )
}

function checksumOf(directory: MigrationList['migrationDirectories'][number] | undefined): string {
  const content = directory?.migrationFile.content
  return content?.tag === 'ok' ? createHash('sha256').update(content.value).digest('hex') : ''
}
