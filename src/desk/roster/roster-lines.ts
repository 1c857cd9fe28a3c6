/** The roster as people read it in chat: who is on duty and until when, and one's own hours of the coming days. */
import { estateDay, estateTime } from '../residents/estate-day.ts'
import { tradesOf } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import { sayDay, sayTime } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { nextChanges, workedSpans } from './changes.ts'
import { rosterOf } from './on-duty.ts'
import { readPlan } from './read-plan.ts'
import type { Standing } from './standings.ts'

export interface DutyLine {
  readonly name: string
  readonly trades: string
  /** 今天20:00; empty when it does not change soon. */
  readonly until: string
  readonly why: string
  readonly standby: boolean
}

/** A day and a bit: what somebody asks who is on duty tonight needs to know. */
const SOON_MS = 36 * 3_600_000
const WEEK_MS = 7 * 86_400_000

/** Duty first, then standby; nobody of a role that is on duty at any hour unless the roster names them. */
export async function whoIsOn(work: Work, projectId: string): Promise<readonly DutyLine[]> {
  const now = work.now.getTime()
  const plan = await readPlan(work, projectId, { startAt: now, endAt: now + SOON_MS })
  const changes = nextChanges(plan, { startAt: now, endAt: now + SOON_MS })
  const people = await rosterOf(work, { projectId, at: work.now })
  const names = new Map(people.map(({ staff }) => [staff.id, staff.name]))
  const lines = people.flatMap(({ staff, standing }) => {
    if (standing.state === 'off' || standing.cause === 'always') return []
    const change = changes.get(staff.id)
    const line: DutyLine = {
      name: staff.name,
      trades: tradesOf(staff),
      until: change === undefined ? '' : sayTime(new Date(change), work.now),
      why: whyWords(work, standing, names),
      standby: standing.state === 'standby',
    }
    return [line]
  })
  return [...lines.filter((one) => !one.standby), ...lines.filter((one) => one.standby)]
}

/** 今天08:00-20:00 白班, for a week. */
export async function ownHours(work: Work, member: StaffMember): Promise<readonly string[]> {
  const within = { startAt: work.now.getTime(), endAt: work.now.getTime() + WEEK_MS }
  const plan = await readPlan(work, member.projectId, within)
  const people = await rosterOf(work, { projectId: member.projectId, at: work.now })
  const names = new Map(people.map(({ staff }) => [staff.id, staff.name]))
  return workedSpans(plan, member.id, within).map(({ startAt, endAt, standing }) => {
    const [start, end] = [new Date(startAt), new Date(endAt)]
    const isSameDay = estateDay(start) === estateDay(end)
    const last = isSameDay ? '' : sayDay(estateDay(end), work.now)
    return `${sayTime(start, work.now)}-${last}${estateTime(end)} ${whyWords(work, standing, names)}`
  })
}

/** 白班, 替王强; the words stand in rules/staff.yaml. */
function whyWords(
  work: Work,
  { cause, name = '', otherId = '', state }: Standing,
  names: ReadonlyMap<string, string>,
): string {
  const { causes, standby } = work.rules.staff.roster
  const words = `${causes[cause as keyof typeof causes] ?? ''}${cause === 'pattern' ? name : (names.get(otherId) ?? '')}`
  return state === 'standby' ? `${standby} ${words}`.trim() : words
}
