/** Work that only one process of the desk may do at a time, on any number of machines: what a start does once. */
import { Client } from 'pg'

/** Any fixed numbers: they name our advisory locks among others on the same server. */
export const ONE_PROCESS_LOCKS = { sandbox: 7_301_156, aibot: 7_301_157 } as const

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

export interface HeldPlace {
  /** The line to the database broke: another process may have the place by now. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Takes a place that one process at a time may have; nothing while another has it. It goes with the process. */
export async function tryHoldPlace(
  url: string,
  lock: keyof typeof ONE_PROCESS_LOCKS,
): Promise<HeldPlace | undefined> {
  const holder = new Client({ connectionString: url })
  const lost = new AbortController()
  holder.on('error', () => lost.abort())
  holder.on('end', () => lost.abort())
  await holder.connect()
  const asked = await holder
    .query('SELECT pg_try_advisory_lock($1) AS mine', [ONE_PROCESS_LOCKS[lock]])
    .catch(async (error: unknown) => {
      await holder.end()
      throw error
    })
  if (asked.rows[0]?.mine !== true) {
    await holder.end()
    return undefined
  }
  return { lost: lost.signal, release: () => holder.end() }
}
