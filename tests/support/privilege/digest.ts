/** Whether anything was written: by PostgreSQL's own count of it, or by all that stands in a project's rows. */
import { sql } from 'kysely'
import type { Tx } from '../../../src/database/open-database.ts'

/** A refusal is written down: that it happened is no change of anything. */
const NOTED = 'audit_log'

type Counts = ReadonlyMap<string, string>

/** How often each table was written to so far: to be compared inside of one transaction. */
export async function writtenTo(tx: Tx): Promise<Counts>
/** The tables that were written to since. */
export async function writtenTo(tx: Tx, since: Counts): Promise<readonly string[]>
export async function writtenTo(tx: Tx, since?: Counts): Promise<Counts | readonly string[]> {
  const { rows } = await sql<{ name: string; written: string }>`
    SELECT relname AS name, (n_tup_ins + n_tup_upd + n_tup_del)::text AS written
    FROM pg_stat_xact_user_tables WHERE relname <> ${NOTED}`.execute(tx)
  if (!since) return new Map(rows.map(({ name, written }) => [name, written]))
  return rows.filter(({ name, written }) => since.get(name) !== written).map(({ name }) => name)
}

/** All rows of a project in one short text. */
export async function digestOf(tx: Tx, projectId: string): Promise<string> {
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'projectId' AND table_name <> ${NOTED}
      AND table_name IN (SELECT relname FROM pg_class WHERE relkind IN ('r', 'p'))
    ORDER BY 1`.execute(tx)
  const looks = tables.rows.map(
    ({ name }) => sql`SELECT ${name}::text AS name,
      (SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ${sql.table(name)} t
        WHERE "projectId" = ${projectId}) AS rows`,
  )
  const found = await sql<{ name: string }>`${sql.join(looks, sql` UNION ALL `)}`.execute(tx)
  return JSON.stringify(found.rows)
}
