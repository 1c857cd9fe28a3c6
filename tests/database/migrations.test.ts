import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import {
  migratedSchema,
  PRISMA_FOLDER,
  readMigrations,
} from '../../src/database/migration-files.ts'
import { diffSchemas } from '../../src/database/schema-engine.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { databaseUrl, onServer } from '../support/servers.ts'

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
