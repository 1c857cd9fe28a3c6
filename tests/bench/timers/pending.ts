/** What an alarm costs beside very many that are not due yet. */
import { v7 as newId } from 'uuid'
import { nextTimerAt, sweepTimers } from '../../../src/timers/sweep.ts'
import { setTimer } from '../../../src/timers/timers.ts'
import type { BenchDesk } from '../bench-desk.ts'
import { cpuMs } from '../scale/cpu-time.ts'
import { CLOCK } from './wave.ts'

export interface PendingCost {
  /** CPU milliseconds of both sides an alarm; null where the system does not tell. */
  readonly adding: number | null
  readonly sweeping: number | null
  /** Milliseconds of the first look of a process that starts. */
  readonly firstLook: number
}

/** Alarms of talks and promises, over the next year. */
export async function seedPending({ pool }: BenchDesk, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO timer (id, name, key, "dueAt", payload, "conversationId", "createdAt")
     SELECT 'pending-' || n, CASE n % 3 WHEN 0 THEN 'talk' ELSE 'clocks.due' END, 'pending/' || n,
            now() + interval '1 day' + n % 31536000 * interval '1 second', '{}',
            CASE n % 3 WHEN 0 THEN 'c' || n END, now()
       FROM generate_series(1, $1::int) AS n`,
    [count],
  )
  await pool.query('VACUUM ANALYZE timer')
}

export async function costBeside(desk: BenchDesk, times: number): Promise<PendingCost> {
  const { db } = desk
  const begun = performance.now()
  await nextTimerAt(db)
  await sweepTimers(sweepOf(desk))
  const firstLook = performance.now() - begun
  const adding = await cpuOf(desk, times, async () => {
    for (let n = 0; n < times; n++) {
      const alarm = { name: 'one', key: `one/${n}`, dueAt: new Date(), payload: {} }
      await db.transaction().execute((tx) => setTimer({ tx, now: new Date(), newId }, alarm))
    }
  })
  const sweeping = await cpuOf(desk, times, async () => {
    const rung = await sweepTimers(sweepOf(desk))
    if (rung !== times) throw new Error(`${rung} of ${times} alarms rang`)
  })
  return { adding, sweeping, firstLook }
}

function sweepOf({ db }: BenchDesk): Parameters<typeof sweepTimers>[0] {
  return {
    ...{ db, clock: CLOCK, width: 1 },
    ring: async () => undefined,
    onFailure: (_timer, error) => {
      throw error
    },
  }
}

async function cpuOf({ pool }: BenchDesk, times: number, run: () => Promise<void>) {
  const before = await cpuMs(pool)
  await run()
  const after = await cpuMs(pool)
  return before === null || after === null ? null : (after - before) / times
}
