/** Work that only one process of the desk may do at a time, on any number of machines: what a start does once. */
import { Client } from 'pg'

/** Any fixed numbers: they name our advisory locks among others on the same server. */
export const ONE_PROCESS_LOCKS = { sandbox: 7_301_156 } as const

/** Runs the work while no other process runs work under the same lock on this database; waits for its turn. */
export async function asOneProcess<T>(
  url: string,
  lock: keyof typeof ONE_PROCESS_LOCKS,
  work: () => Promise<T>,
): Promise<T> {
  const holder = new Client({ connectionString: url })
  // A line that breaks while nobody asks shows in the next question; without a listener it would end the process.
  holder.on('error', () => undefined)
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [ONE_PROCESS_LOCKS[lock]])
    return await work()
  } finally {
    await holder.end()
  }
}
