/** A lead puts somebody on in another's place: both hear of it, nobody is asked. */
import { audit } from '../../audit/audit.ts'
import type { StaffMember } from '../../staff/staff.ts'
import { supervises } from '../../staff/supervises.ts'
import type { Work } from '../../work.ts'
import { type Unfit, unfitFor } from './fits.ts'
import { hoursOfDay } from './hours-of-day.ts'
import { hoursWords, lockPeople } from './swap.ts'

interface OverrideWish {
  readonly by: StaffMember
  readonly from: StaffMember
  readonly to: StaffMember
  /** 'YYYY-MM-DD': the hours of `from` that begin on it. */
  readonly day: string
}

type OverrideAnswer =
  | { readonly outcome: 'ok'; readonly hours: string }
  | { readonly outcome: Unfit | 'not_allowed'; readonly hours?: undefined }

export async function overrideDuty(work: Work, wish: OverrideWish): Promise<OverrideAnswer> {
  const { by, from, to, day } = wish
  if (!supervises(by)) return { outcome: 'not_allowed' }
  await lockPeople(work.tx, [from.id, to.id])
  const hours = await hoursOfDay(work, from, day)
  if (!hours) return { outcome: 'no_hours' }
  const unfit = await unfitFor(work, { from, to, hours })
  if (unfit) return { outcome: unfit }
  const { projectId, corpId } = from
  const id = work.newId()
  await work.tx
    .insertInto('roster_override')
    .values({
      ...{ id, projectId, action: 'replace', kind: 'duty', ...hours },
      ...{ staffId: from.id, byStaffId: to.id, createdById: by.id, createdAt: work.now },
    })
    .execute()
  const values = { from: from.name, to: to.name, hours: hoursWords(work, hours), by: by.name }
  for (const staffId of [from.id, to.id].filter((one) => one !== by.id)) {
    const words = 'roster.overridden'
    const key = `override-${id}-${staffId}`
    await work.tell.staff(work, staffId, { words, values, key, purpose: 'notice' })
  }
  await audit(work, {
    action: 'duty.override',
    subject: { kind: 'override', id },
    ...{ corpId, projectId, detail: { fromStaffId: from.id, toStaffId: to.id, ...hours } },
  })
  return { outcome: 'ok', hours: values.hours }
}
