import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import {
  migratedSchema,
  PRISMA_FOLDER,
  readMigrations,
} from '../../src/database/migration-files.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { diffSchemas } from '../../src/database/schema-engine.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { databaseUrl, onServer } from '../support/servers.ts'
import { until } from '../support/until.ts'

const LATER = '20991231000000_later'

describe('migrations', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  test('lead to the schema: nothing is missing and nothing is left over', async () => {
    const schema = await readFile(join(PRISMA_FOLDER, 'schema.prisma'), 'utf8')
    expect(await diffSchemas(await migratedSchema(), schema)).toBe('')
  })

  test('make every column the generated types name', async () => {
    const file = new URL('../../src/database/generated/tables.ts', import.meta.url)
    const tables = columnsOf(await readFile(file, 'utf8'))
    expect(tables.length).toBeGreaterThan(40)
    for (const { table, columns } of tables) {
      const names = sql.join(columns.map((column) => sql.ref(column)))
      await expect(
        sql`SELECT ${names} FROM ${sql.table(table)} LIMIT 1`.execute(database.db),
      ).resolves.toBeDefined()
    }
  })

  test('are applied once when two start together', async () => {
    const name = `guanjia_two_${process.pid}`
    await onServer(inject('serverUrl'), `CREATE DATABASE ${name}`)
    const url = databaseUrl(inject('serverUrl'), name)
    const applied = await Promise.all([migrate(url), migrate(url)])
    expect(applied.map((names) => names.length).sort()).toEqual([
      0,
      (await readMigrations()).migrationDirectories.length,
    ])
    await onServer(inject('serverUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
  })

  test.each([
    ['before its statements are committed', false],
    ['between them and the note that they are', true],
  ])('that were killed %s are finished by the next start', async (_moment, isCommitted) => {
    const name = `guanjia_killed_${process.pid}_${isCommitted}`
    await onServer(inject('serverUrl'), `CREATE DATABASE ${name}`)
    const url = databaseUrl(inject('serverUrl'), name)
    const open = openDatabase(url, () => undefined)
    await migrate(url)
    const list = await withMigration(LATER, 'CREATE TABLE later (id int)')
    if (isCommitted) {
      await migrate(url, list)
      // What the statements themselves leave, as the mark beside them says.
      await sql`UPDATE _prisma_migrations SET finished_at = NULL
        WHERE migration_name = ${LATER}`.execute(open.db)
    } else {
      await sql`INSERT INTO _prisma_migrations (id, checksum, migration_name, applied_steps_count)
        VALUES ('x', 'x', ${LATER}, 0)`.execute(open.db)
    }
    await migrate(url, list)
    const rows = await sql<{ done: boolean }>`
      SELECT finished_at IS NOT NULL AS done FROM _prisma_migrations`.execute(open.db)
    expect(rows.rows).toEqual(list.migrationDirectories.map(() => ({ done: true })))
    await expect(sql`SELECT id FROM later`.execute(open.db)).resolves.toBeDefined()
    await open.close()
    await onServer(inject('serverUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
  })

  test('let everybody else write while they wait for a table somebody reads', async () => {
    const name = `guanjia_patient_${process.pid}`
    await onServer(inject('serverUrl'), `CREATE DATABASE ${name}`)
    const url = databaseUrl(inject('serverUrl'), name)
    const open = openDatabase(url, () => undefined)
    await migrate(url)
    const list = await withMigration(LATER, 'ALTER TABLE clock_offset ADD COLUMN later int')
    const migrated = await open.db.transaction().execute(async (tx) => {
      await tx.selectFrom('clock_offset').selectAll().execute()
      const underWay = migrate(url, list)
      await until('the migration waits', async () => (await waiting(open.db)) > 0)
      // Written behind the waiting migration: it goes through only when that steps back.
      const row = { id: 'x', offsetMs: 0, updatedAt: new Date() }
      await open.db.insertInto('clock_offset').values(row).execute()
      return { underWay }
    })
    expect(await migrated.underWay).toEqual([LATER])
    await open.close()
    await onServer(inject('serverUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
  })

  test('that fail leave nothing of themselves but the reason', async () => {
    const name = `guanjia_failed_${process.pid}`
    await onServer(inject('serverUrl'), `CREATE DATABASE ${name}`)
    const url = databaseUrl(inject('serverUrl'), name)
    const open = openDatabase(url, () => undefined)
    const list = await withMigration(LATER, 'CREATE TABLE later (id int); SELECT 1 / 0')
    await expect(migrate(url, list)).rejects.toThrow(/division by zero/)
    const row = await sql<{ steps: number; logs: string }>`
      SELECT applied_steps_count AS steps, logs FROM _prisma_migrations
       WHERE finished_at IS NULL`.execute(open.db)
    expect(row.rows).toEqual([{ steps: 0, logs: expect.any(String) }])
    await expect(sql`SELECT id FROM later`.execute(open.db)).rejects.toThrow(/does not exist/)
    await expect(migrate(url, list)).rejects.toThrow(/needs a person: 20991231000000_later/)
    await open.close()
    await onServer(inject('serverUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
  })

  test('refuse to start when one was edited after it had been applied', async () => {
    const list = await readMigrations()
    const [first, ...rest] = list.migrationDirectories
    const content = first!.migrationFile.content as { tag: 'ok'; value: string }
    const edited = {
      ...first!,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: `${content.value}-- edited\n` },
      },
    }
    const changed = { ...list, migrationDirectories: [edited, ...rest] }
    await expect(migrate(database.url, changed)).rejects.toThrow(
      /edited after they had been applied: 20261121000000_base/,
    )
  })

  test('refuse to start when the database is ahead of the program', async () => {
    const list = await readMigrations()
    await sql`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('x', 'x', '20991231000000_later', '2099-12-31', 1)`.execute(database.db)
    await expect(migrate(database.url, list)).rejects.toThrow(/20991231000000_later/)
    await sql`DELETE FROM _prisma_migrations WHERE id = 'x'`.execute(database.db)
  })
})

/** Those who wait for a table. */
async function waiting(db: Database): Promise<number> {
  const found = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM pg_locks JOIN pg_class ON pg_class.oid = relation
     WHERE NOT granted AND relname = 'clock_offset'`.execute(db)
  return found.rows[0]?.count ?? 0
}

async function withMigration(path: string, script: string): Promise<MigrationList> {
  const list = await readMigrations()
  const content = { tag: 'ok' as const, value: script }
  const added = { path, migrationFile: { path: 'migration.sql', content } }
  return { ...list, migrationDirectories: [...list.migrationDirectories, added] }
}

function columnsOf(source: string): { table: string; columns: string[] }[] {
  const models = new Map<string, string[]>()
  for (const [, name, body] of source.matchAll(/export type (\w+) = \{\n([\s\S]*?)\n\};/g)) {
    const columns = [...body!.matchAll(/^ {4}(\w+):/gm)].map((match) => match[1]!)
    models.set(name!, columns)
  }
  const tables = source.slice(source.indexOf('export type Tables'))
  return [...tables.matchAll(/^ {4}(\w+): (\w+);/gm)].map((match) => ({
    table: match[1]!,
    columns: models.get(match[2]!) ?? [],
  }))
}
