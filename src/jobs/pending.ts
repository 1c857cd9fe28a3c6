/** What this desk still has to do now, and when something is due next: for moving the sandbox's clock. */
import { sql } from 'kysely'
import { nextOrderAt } from '../conversation/orders/drain-orders.ts'
import type { Database } from '../database/open-database.ts'
import { nextBurstAt } from '../inbox/due.ts'
import { countFetches, nextFetchAt } from '../media/fetch-waiting.ts'
import { countBusyLanes, nextSendAt } from '../outbox/lanes.ts'
import { nextTimerAt } from '../timers/sweep.ts'
import type { Queues } from './queues.ts'

export interface DeskPending {
  readonly count: number
  /** In words, for whoever waits in vain. */
  readonly what: readonly string[]
  /** By kind: turns, sends, files, orders, due timers, jobs. */
  readonly counts: Readonly<Record<string, number>>
}

/** A burst being collected or a send being paced is about to happen; what is put off for longer is not. */
const SOON_MS = 15_000

/**
 * Jobs; open turns; sends, orders and files that are under way, due or soon will be; alarms that are due. Jobs are
 * counted first: one that ends meanwhile has left its rows, and they are seen.
 */
export async function deskPending(
  db: Database,
  now: Date,
  queues: Pick<Queues, 'pending'>,
): Promise<DeskPending> {
  const jobs = await queues.pending()
  const soon = new Date(now.getTime() + SOON_MS)
  const counted = await sql<{ turns: string; timers: string; orders: string }>`
    SELECT (SELECT count(DISTINCT "conversationId") FROM inbox_item
              WHERE "doneAt" IS NULL AND "readyAt" <= ${soon}) AS turns,
           (SELECT count(*) FROM remote_order
              WHERE state = 'running' OR (state = 'queued' AND "nextAt" <= ${soon})) AS orders,
           (SELECT count(*) FROM timer WHERE "dueAt" <= ${now}) AS timers`.execute(db)
  const row = counted.rows[0] ?? { turns: 0, timers: 0, orders: 0 }
  const counts: readonly (readonly [string, number])[] = [
    ['turns', Number(row.turns)],
    ['sends', await countBusyLanes(db, soon)],
    ['files', await countFetches(db, soon)],
    ['orders', Number(row.orders)],
    ['due timers', Number(row.timers)],
    ['jobs', jobs],
  ]
  const open = counts.filter(([, count]) => count > 0)
  return {
    count: open.reduce((sum, [, count]) => sum + count, 0),
    what: open.map(([name, count]) => `${count} ${name}`),
    counts: Object.fromEntries(counts),
  }
}

/** The earliest row of any kind due at or before `before`; null when there is none. */
export async function nextDueAt(db: Database, before: Date): Promise<Date | null> {
  const all = await Promise.all([
    nextTimerAt(db),
    nextBurstAt(db),
    nextSendAt(db),
    nextFetchAt(db),
    nextOrderAt(db),
  ])
  const due = all.filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())
  const first = due[0]
  return first && first <= before ? first : null
}
