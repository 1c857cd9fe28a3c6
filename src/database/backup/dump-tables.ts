/** Reads the whole database as it stood at one moment, while the desk goes on working. */
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type ClientBase, escapeIdentifier as quoted } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Contents, TableRows } from './contents.ts'

export type Snapshot = Pick<Contents, 'migrations' | 'sequences'> & {
  readonly tables: readonly Omit<TableRows, 'rows'>[]
}

/** All that is read by this connection until it ends the transaction is of this moment. */
export async function beginSnapshot(client: ClientBase): Promise<Snapshot> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const migrations = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  )
  const tables = await tablesInOrder(client)
  // Counters are of no moment: read after the tables' moment began, they stand at least as high as every row.
  const sequences = await client.query<{ name: string; last: string }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
      WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`,
  )
  return { migrations: migrations.rows.map(({ name }) => name), tables, sequences: sequences.rows }
}

/** Streams a table's rows to `write`. @returns how many there were */
export async function dumpTable(
  client: ClientBase,
  { name, columns }: Omit<TableRows, 'rows'>,
  write: (rows: Readable) => void,
): Promise<number> {
  const rows = client.query(copyTo(`COPY ${quoted(name)} (${columns.map(quoted)}) TO STDOUT`))
  write(rows)
  await finished(rows)
  return rows.rowCount ?? 0
}

/** Those that others point to come first. */
async function tablesInOrder(client: ClientBase): Promise<Omit<TableRows, 'rows'>[]> {
  const found = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `SELECT c.relname AS name,
            (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
              WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
            ARRAY(SELECT p.relname::text FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid
                   WHERE k.conrelid = c.oid AND k.contype = 'f' AND p.oid <> c.oid) AS needs
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
      ORDER BY 1`,
  )
  const left = [...found.rows]
  const ordered: typeof left = []
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => !left.some(({ name }) => needs.includes(name)))
    if (at < 0) throw new Error('Tables point at each other in a ring')
    ordered.push(...left.splice(at, 1))
  }
  return ordered.map(({ name, columns }) => ({ name, columns }))
}
