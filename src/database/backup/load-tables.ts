/** Fills an empty database with what a backup holds, in one transaction: all of it or nothing. */
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ClientBase, escapeIdentifier as quoted } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BadBackup, type Contents, type TableRows } from './contents.ts'

/**
 * The caller has begun the transaction and ends it. The tables are those of the backup's own migrations; a desk that
 * starts meanwhile waits for them.
 * @throws BadBackup when they are others, or something lies in one of them already
 */
export async function holdEmpty(client: ClientBase, { tables }: Contents): Promise<void> {
  const present = await presentTables(client)
  const names = [...present.keys()]
  refuseOthers(present, tables)
  await client.query(`LOCK TABLE ${names.map(quoted)} IN SHARE ROW EXCLUSIVE MODE`)
  for (const name of names) await refuseRows(client, name)
}

/** Fills the tables that are held. @throws BadBackup when the rows are not those the backup counts */
export async function loadTables(
  client: ClientBase,
  { tables, sequences }: Contents,
  rowsOf: (table: string) => Promise<Readable>,
): Promise<void> {
  for (const table of tables) await loadTable(client, table, await rowsOf(table.name))
  for (const { name, last } of sequences)
    await client.query('SELECT setval($1::regclass, $2)', [quoted(name), last])
}

/** The tables are those of the backup's own migrations, each with all its columns. */
function refuseOthers(
  present: ReadonlyMap<string, readonly string[]>,
  tables: readonly TableRows[],
): void {
  const said = new Map(tables.map(({ name, columns }) => [name, [...columns].sort().join()]))
  for (const [name, columns] of present)
    if (said.get(name) !== [...columns].sort().join())
      throw new BadBackup(`备份里的表 ${name} 与它自己的版本不符`)
  if (said.size !== present.size || tables.length !== present.size)
    throw new BadBackup('备份里有它自己的版本没有的表')
}

async function presentTables(client: ClientBase): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await client.query<{ name: string; columns: string[] }>(
    `SELECT table_name AS name, array_agg(column_name::text) AS columns
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        AND table_name <> '_prisma_migrations' AND is_generated = 'NEVER'
      GROUP BY 1 ORDER BY 1`,
  )
  return new Map(found.rows.map(({ name, columns }) => [name, columns]))
}

async function refuseRows(client: ClientBase, table: string): Promise<void> {
  const found = await client.query(`SELECT 1 FROM ${quoted(table)} LIMIT 1`)
  if (found.rows.length > 0)
    throw new BadBackup(`目标数据库不是空的（${table} 里有内容），什么都没有改：请恢复到空的数据库`)
}

async function loadTable(
  client: ClientBase,
  { name, columns, rows }: TableRows,
  source: Readable,
): Promise<void> {
  const copy = client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted)}) FROM STDIN`))
  await pipeline(source, copy).catch((error) => {
    if (error instanceof BadBackup) throw error
    throw new BadBackup(`备份里的 ${name} 读不进数据库：${error.message}`)
  })
  if (copy.rowCount !== rows)
    throw new BadBackup(`备份里的 ${name} 应有 ${rows} 行，读到 ${copy.rowCount} 行`)
}
