/** What can stand still although it should not: loops without a round, alarms past their time, a queue that is down. */
import type { Database } from '../../database/open-database.ts'
import { countOverdue } from '../../desk/clocks/overdue.ts'
import { LOOPS, type LoopName } from '../job-table.ts'

/** Permanent: rows keep them. */
export type FindingKind = 'loops' | 'alarms' | 'steps' | 'queue'

export interface Finding {
  readonly kind: FindingKind
  /** How many loops, alarms or steps. */
  readonly count: number
}

export interface WatchDeps {
  readonly db: Database
  /** The desk's time: what alarms are due by. */
  readonly clock: { now(): Date }
  /** The database's time, which nobody moves: what loops beat by. */
  readonly realClock: { now(): Date }
  readonly queueIsUp: () => Promise<boolean>
  /** Later than this is too late (rules/clocks.yaml, `watch`). */
  readonly lateMs: number
}

/**
 * Reads rows only: it works without the queue, and without any worker. A loop that has never run counts as silent:
 * whoever asks this gives the first one its time.
 */
export async function findings(deps: WatchDeps): Promise<readonly Finding[]> {
  const late = new Date(deps.clock.now().getTime() - deps.lateMs)
  const counted: readonly Finding[] = [
    { kind: 'loops', count: (await silentLoops(deps)).length },
    { kind: 'alarms', count: await lateAlarms(deps.db, late) },
    {
      kind: 'steps',
      count: await deps.db.transaction().execute((tx) => countOverdue(tx, late)),
    },
    { kind: 'queue', count: (await deps.queueIsUp()) ? 0 : 1 },
  ]
  return counted.filter(({ count }) => count > 0)
}

/** Loops no process has gone round lately. */
async function silentLoops({
  db,
  realClock,
  lateMs,
}: Pick<WatchDeps, 'db' | 'realClock' | 'lateMs'>): Promise<readonly LoopName[]> {
  const since = new Date(realClock.now().getTime() - lateMs)
  const alive = await db
    .selectFrom('loop_beat')
    .select('loop')
    .where('beatAt', '>=', since)
    .execute()
  const names = new Set(alive.map(({ loop }) => loop))
  return LOOPS.filter((loop) => !names.has(loop))
}

/** Alarms past their time, and such as failed again and again and are put off each time. */
async function lateAlarms(db: Database, late: Date): Promise<number> {
  const row = await db
    .selectFrom('timer')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where((where) => where.or([where('dueAt', '<=', late), where('attempts', '>=', HOPELESS)]))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Tried so often, two minutes have passed. */
const HOPELESS = 7
