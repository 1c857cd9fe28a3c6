/** The hours somebody works that begin on a day, as one stretch. */
import { addDays, estateInstant } from '../../residents/estate-day.ts'
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { workedSpans } from '../changes.ts'
import type { RosterPlan } from '../plan.ts'
import { readPlan } from '../read-plan.ts'

export interface Hours {
  readonly startAt: Date
  readonly endAt: Date
}

/** Null when they work none by the roster. What they say of themselves does not count. `day` is 'YYYY-MM-DD'. */
export async function hoursOfDay(
  work: Work,
  member: StaffMember,
  day: string,
): Promise<Hours | null> {
  const within = {
    startAt: estateInstant(addDays(day, -1), '00:00').getTime(),
    endAt: estateInstant(addDays(day, 2), '12:00').getTime(),
  }
  const from = estateInstant(day, '00:00').getTime()
  const until = estateInstant(addDays(day, 1), '00:00').getTime()
  const spans = rosteredSpans(await readPlan(work, member.projectId, within), member.id, within)
  const own = spans.filter(({ startAt }) => startAt >= from && startAt < until)
  const [first, last] = [own.at(0), own.at(-1)]
  return first && last ? { startAt: new Date(first.startAt), endAt: new Date(last.endAt) } : null
}

/** Whether they work anything within those hours. */
export async function worksWithin(work: Work, member: StaffMember, hours: Hours): Promise<boolean> {
  const within = { startAt: hours.startAt.getTime(), endAt: hours.endAt.getTime() }
  const plan = await readPlan(work, member.projectId, within)
  return rosteredSpans(plan, member.id, within).length > 0
}

function rosteredSpans(plan: RosterPlan, id: string, within: { startAt: number; endAt: number }) {
  return workedSpans({ ...plan, switches: [] }, id, within).filter(
    ({ standing }) => standing.cause !== 'always',
  )
}
