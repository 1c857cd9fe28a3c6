/** Opens the database: one pool of connections, and Kysely with the generated tables on top. */
import { Kysely, type Transaction } from 'kysely'
import { Pool, types } from 'pg'
import type { Tables } from './generated/tables.ts'
import { pipelinedOn } from './pipelined.ts'
import { RememberingClient } from './remembering-client.ts'

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>

export interface OpenDatabase {
  readonly db: Database
  readonly pool: Pool
  close(): Promise<void>
}

/**
 * `max` is the number of connections this process may hold. Ten are enough for two cores; the queue has
 * its own pool (performance.md 3.3). Idle-connection errors go to `onError`: they are the server's going away.
 */
export function openDatabase(url: string, onError: (error: Error) => void, max = 10): OpenDatabase {
  const pool = new Pool({
    ...{ connectionString: url, max, Client: RememberingClient },
    ...{ pipeline: true, types: { getTypeParser } },
  })
  pool.on('error', onError)
  // A connection lost while somebody holds it and no query runs has no other listener: it would end the process.
  pool.on('connect', (client) => client.on('error', onError))
  const db = new Kysely<Tables>(pipelinedOn(pool))
  return {
    db,
    pool,
    async close() {
      await db.destroy()
      // Kysely leaves alone what it was never asked through.
      if (!pool.ending) await pool.end()
    },
  }
}

/** pg would build JavaScript dates in the process's zone from days; ours are texts, so nothing may be a day. */
const DATE = 1082
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  Number(oid) === DATE ? (value: string) => value : types.getTypeParser(oid, format as 'text')
