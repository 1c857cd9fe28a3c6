/** CPU of a database server and of nobody else. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'
import { cpuMicrosOf } from '../callback/server-process.ts'

/** Milliseconds so far of all connections; null where the system does not tell. Connections that end take theirs along. */
export async function databaseCpuMs(db: Database): Promise<number | null> {
  const { rows } = await sql<{ pid: number }>`SELECT pid FROM pg_stat_activity`.execute(db)
  const micros = rows.map(({ pid }) => cpuMicrosOf(pid))
  if (micros.some((one) => one === null)) return null
  return micros.reduce<number>((sum, one) => sum + (one ?? 0), 0) / 1000
}
