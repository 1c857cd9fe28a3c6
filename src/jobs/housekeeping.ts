/** What is done now and then: sweeping what nobody looks at, and having each project's holidays looked at. */
import type { WorkMaker } from '../conversation/work-maker.ts'
import type { Database, Tx } from '../database/open-database.ts'
import { sweepAccess } from '../desk/access/spend.ts'
import { sweepForms } from '../desk/board/form-posts.ts'
import { watchYears } from '../desk/clocks/statutory/look-at-years.ts'
import { watchDays } from '../desk/daily/timers.ts'
import type { Work } from '../desk/work.ts'
import { sweepPace } from '../outbox/pace.ts'

export interface HousekeepingDeps {
  readonly db: Database
  readonly makeWork: WorkMaker
  /** Forgets what the channels saw long ago. */
  readonly sweepLine: (tx: Tx, now: Date) => Promise<void>
  /** Lets go of versions of flows nobody talks in. */
  readonly sweepVersions: (work: Work) => Promise<void>
}

export async function keepHouse(deps: HousekeepingDeps): Promise<void> {
  const { db, makeWork, sweepLine, sweepVersions } = deps
  await db.transaction().execute(async (tx) => {
    const work = makeWork(tx, { kind: 'system', name: 'housekeeping' })
    await sweepPace(tx, work.now)
    await sweepLine(tx, work.now)
    await sweepVersions(work)
    await sweepAccess(tx, work.now)
    await watchYears(work)
    await watchDays(work)
    await sweepForms(tx, work.now, work.rules.board.form_hours)
  })
}
