/** What a command needs of this installation, beside a running desk or without one. */

import type { Pool } from 'pg'
import type { Config } from '../config.ts'
import { openDatabaseClock, openMovableClock } from '../database/clock.ts'
import type { Database } from '../database/open-database.ts'
import { openBeside } from '../database/open-ground.ts'

export interface OpenDesk {
  readonly db: Database
  readonly pool: Pool
  readonly url: string
  readonly clock: { now(): Date }
  close(): Promise<void>
}

/** `rest` makes of it what the command works with; when that fails the database is closed again. */
export async function openDesk<T>(
  { databaseUrl, dataDir, databaseConnections: connections, sandbox }: Config,
  rest: (desk: OpenDesk) => Promise<T>,
): Promise<T> {
  const onError = (error: Error) => console.error(error.message)
  const beside = await openBeside({ databaseUrl, dataDir, connections, onError })
  const { db, pool, url, close } = beside
  try {
    const realClock = await openDatabaseClock(db)
    const clock = sandbox ? await openMovableClock(db, realClock) : realClock
    return await rest({ db, pool, url, clock, close })
  } catch (error) {
    await close()
    throw error
  }
}
