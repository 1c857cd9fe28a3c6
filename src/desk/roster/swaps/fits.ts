/** Whether somebody can take over hours of a colleague. */
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { type Hours, worksWithin } from './hours-of-day.ts'

export type Unfit = 'begun' | 'no_hours' | 'on_leave' | 'unskilled' | 'busy'

/** Asked again at every step: rosters, leaves and trades change meanwhile. Null: they can. */
export async function unfitFor(
  work: Work,
  {
    from,
    to,
    hours,
  }: { readonly from: StaffMember; readonly to: StaffMember; readonly hours: Hours },
): Promise<Unfit | null> {
  if (hours.startAt <= work.now) return 'begun'
  if (!(await worksWithin(work, from, hours))) return 'no_hours'
  if (await isAway(work, to, hours)) return 'on_leave'
  if (!from.skills.every((skill) => to.skills.includes(skill))) return 'unskilled'
  return (await worksWithin(work, to, hours)) ? 'busy' : null
}

async function isAway(work: Work, member: StaffMember, hours: Hours): Promise<boolean> {
  const leave = await work.tx
    .selectFrom('staff_leave')
    .select('id')
    .where('staffId', '=', member.id)
    .where('state', '=', 'APPROVED')
    .where('startAt', '<', hours.endAt)
    .where('endAt', '>', hours.startAt)
    .executeTakeFirst()
  return leave !== undefined
}
