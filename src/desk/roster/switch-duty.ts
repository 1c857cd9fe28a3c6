/** What somebody says of their own duty: 上班, 下班, 忙碌, always until some moment. */
import { audit } from '../audit/audit.ts'
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { workedSpans } from './changes.ts'
import type { RosterPlan } from './plan.ts'
import { readPlan } from './read-plan.ts'
import { readUntil } from './read-until.ts'
import { covers } from './span.ts'

export type DutySwitch = 'on' | 'off' | 'busy'

export interface Switched {
  readonly outcome: 'ok' | 'on_leave' | 'too_long'
  readonly until: Date
}

const DAY_MS = 86_400_000

/**
 * Without a time of their own: `on` lasts to the end of the hours the roster gives them, or some hours; `off` until
 * they are next rostered; `busy` a while (rules/staff.yaml). Whoever is on leave ends the leave first: 销假.
 */
export async function switchDuty(
  work: Work,
  member: StaffMember,
  { state, said }: { readonly state: DutySwitch; readonly said: string },
): Promise<Switched> {
  const now = work.now.getTime()
  const { switch: rules } = work.rules.staff.roster
  const longest = now + rules.longest_days * DAY_MS
  const plan = await readPlan(work, member.projectId, { startAt: now, endAt: longest })
  const leave = plan.leaves.find((one) => one.staffId === member.id && covers(one, now))
  if (leave) return { outcome: 'on_leave', until: new Date(leave.endAt) }
  const until = readUntil(said, work.now) ?? new Date(endOf(work, plan, { member, state }))
  if (until.getTime() > longest) return { outcome: 'too_long', until: new Date(longest) }
  const { projectId, corpId, id: staffId } = member
  await work.tx
    .insertInto('duty_switch')
    .values({
      ...{ id: work.newId(), projectId, staffId, state },
      ...{ startAt: work.now, endAt: until, setById: staffId },
    })
    .execute()
  await audit(work, {
    action: `duty.${state}`,
    subject: { kind: 'staff', id: staffId },
    ...{ corpId, projectId, detail: { until: until.toISOString() } },
  })
  return { outcome: 'ok', until }
}

function endOf(
  work: Work,
  plan: RosterPlan,
  { member, state }: { readonly member: StaffMember; readonly state: DutySwitch },
): number {
  const now = work.now.getTime()
  const { switch: rules } = work.rules.staff.roster
  if (state === 'busy') return now + rules.busy_minutes * 60_000
  // What the roster alone says: not what they said before.
  const others = plan.switches.filter(({ staffId }) => staffId !== member.id)
  const within = { startAt: now, endAt: now + rules.longest_days * DAY_MS }
  const spans = workedSpans({ ...plan, switches: others }, member.id, within)
  if (state === 'on') {
    const current = spans.find((span) => covers(span, now))
    const isBounded = current && current.endAt < within.endAt
    return isBounded ? current.endAt : now + rules.on_hours * 3_600_000
  }
  const next = spans.find(({ startAt }) => startAt > now)
  if (next) return next.startAt
  return estateInstant(addDays(estateDay(work.now), 1), rules.off_until).getTime()
}
