/** What is done now and then: sweeping what nobody looks at, and finding promises whose alarm is missing. */
import type { WorkMaker } from '../conversation/work-maker.ts'
import type { Database, Tx } from '../database/open-database.ts'
import { sweepAccess } from '../desk/access/spend.ts'
import { overdueSteps, rearmOverdue } from '../desk/clocks/overdue.ts'
import type { Log } from '../log.ts'
import { sweepPace } from '../outbox/pace.ts'

export interface HousekeepingDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly makeWork: WorkMaker
  readonly log: Log
  /** Forgets what the channels saw long ago. */
  readonly sweepLine: (tx: Tx, now: Date) => Promise<void>
}

/** A step this late without an alarm was forgotten, not merely waiting its turn. */
const LATE_MS = 120_000

export async function keepHouse(deps: HousekeepingDeps): Promise<void> {
  const { db, clock, makeWork, log, sweepLine } = deps
  await db.transaction().execute(async (tx) => {
    const work = makeWork(tx, { kind: 'system', name: 'housekeeping' })
    await sweepPace(tx, work.now)
    await sweepLine(tx, work.now)
    await sweepAccess(tx, work.now)
    const late = await overdueSteps(tx, new Date(clock.now().getTime() - LATE_MS))
    if (late.length === 0) return
    const armed = await rearmOverdue(work, late)
    log.error({ found: late.length, armed }, 'promises in time had lost their alarm')
  })
}
