/** The plans of what was asked: every reading statement once more, by the server's own account of it. */
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { Tables } from '../../../src/database/generated/tables.ts'

export interface Listening {
  readonly db: Kysely<Tables>
  /** The reading statements since the last call, each form once. */
  taken(): readonly Taken[]
}

export interface Taken extends CompiledQuery {
  /** What its transaction was set to before it: the plan is another without. */
  readonly settings: readonly string[]
}

/** The same pool through a Kysely that remembers what it sent, one statement after the other. */
export function listenTo(pool: Pool): Listening {
  const heard = new Map<string, Taken>()
  let settings: readonly string[] = []
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      if (/^\s*(begin|start|commit|rollback)\b/i.test(query.sql)) settings = []
      if (/^\s*set local\b/i.test(query.sql)) settings = [...settings, query.sql]
      if (/^\s*(select|with)\b/i.test(query.sql)) heard.set(query.sql, { ...query, settings })
    },
  })
  return {
    db,
    taken() {
      const all = [...heard.values()]
      heard.clear()
      return all
    },
  }
}

/** As text: the statement and what was set for it, then its plan with times and buffers. */
export async function explained(pool: Pool, queries: readonly Taken[]): Promise<string> {
  const parts: string[] = []
  for (const { sql, parameters, settings } of queries) {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      for (const setting of settings) await client.query(setting)
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`, [...parameters])
      const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n')
      const said = [...settings, sql].map((one) => one.replace(/\s+/g, ' ').trim()).join(';\n')
      parts.push(`${said}\n\n${plan}\n`)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  }
  return parts.join(`\n${'─'.repeat(80)}\n\n`)
}
