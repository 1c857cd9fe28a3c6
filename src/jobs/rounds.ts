/**
 * Jobs that come by themselves, in real time: whichever worker first finds one due by the database's clock adds it. A row
 * says when it last came, so neither an emptied Redis nor the wrong time of one machine keeps it away.
 */
import { sql } from 'kysely'
import type { Database } from '../database/open-database.ts'
import { ROUNDS } from './job-table.ts'
import type { Queues } from './queues.ts'

export interface RoundsDeps {
  readonly db: Database
  readonly queues: Pick<Queues, 'add' | 'setRight'>
}

interface RoundsLook extends RoundsDeps {
  readonly stopping: AbortSignal
  readonly onFailure: (error: unknown) => void
}

const LOOK_EVERY_MS = 5_000

/** Looks for what is due, now and again and again until it is told to stop. */
export function startRounds(deps: RoundsLook): void {
  const look = () => addDueRounds(deps).catch(deps.onFailure)
  void look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  deps.stopping.addEventListener('abort', () => clearInterval(timer), { once: true })
}

/** Adds what is due. What the queue does not take now stays due. */
export async function addDueRounds({ db, queues }: RoundsDeps): Promise<void> {
  await queues.setRight()
  for (const { name, everyS } of ROUNDS) {
    await db.transaction().execute(async (tx) => {
      // A last time that is still to come was written before the database's clock was put back.
      const claimed = await sql`
        INSERT INTO loop_beat (loop, "beatAt") VALUES (${name}, clock_timestamp())
        ON CONFLICT (loop) DO UPDATE SET "beatAt" = clock_timestamp()
         WHERE loop_beat."beatAt" <= clock_timestamp() - make_interval(secs => ${everyS})
            OR loop_beat."beatAt" > clock_timestamp() + interval '1 minute'
        RETURNING loop`.execute(tx)
      if (claimed.rows.length > 0) await queues.add(name, {})
    })
  }
}
