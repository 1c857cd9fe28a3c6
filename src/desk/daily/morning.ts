/** The summary of the morning: what is open, late and due today, which tasks nobody has done, who is on duty, whose certificate ends. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { endingAgreements } from '../contractors/ending-agreements.ts'
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import { rosterOf } from '../roster/on-duty.ts'
import { whoIsOn } from '../roster/roster-lines.ts'
import { overdueTasks } from '../tasks/overdue-tasks.ts'
import { sayDay } from '../tickets/say-time.ts'
import { isIn, WAITING_STATES } from '../tickets/states.ts'
import type { Work } from '../work.ts'
import { endingCertificates } from './ending-certificates.ts'
import { nextTime } from './next-time.ts'
import { listed, openAlarms, openMatters } from './open-matters.ts'

export const MORNING_TIMER = 'daily.morning'

export function nextMorning(work: Work, projectId: string) {
  const dueAt = nextTime(work.now, work.rules.daily.morning.at)
  return { name: MORNING_TIMER, key: projectId, dueAt, payload: {} }
}

/** One alarm a project: however late it rings, it is told once, and the next is tomorrow's. */
export const tellMorning: TimerHandler = async (work, { key: projectId }) => {
  await setTimer(work, nextMorning(work, projectId))
  const { roles } = work.rules.daily.morning
  const people = await rosterOf(work, { projectId, at: work.now, roles })
  const there = people.filter(({ standing }) => standing.cause !== 'on_leave')
  if (there.length === 0) return
  const values = await morningOf(work, projectId)
  for (const { staff } of there) {
    await work.tell.staff(work, staff.id, {
      words: 'daily.morning',
      values,
      key: `morning-${staff.id}-${estateDay(work.now)}`,
      purpose: 'notice',
      isPlanned: true,
    })
  }
}

async function morningOf(work: Work, projectId: string) {
  const { numbers } = work.rules.daily.morning
  const today = estateDay(work.now)
  const tonight = estateInstant(addDays(today, 1), '00:00')
  const matters = await openMatters(work, projectId)
  const late = matters.filter(({ dueAt }) => dueAt !== null && dueAt <= work.now)
  const due = matters.filter(({ dueAt }) => dueAt !== null && dueAt > work.now && dueAt < tonight)
  const tasks = await overdueTasks(work, projectId)
  const list = (some: typeof matters) => listed(some, numbers)
  return {
    day: today,
    open: matters.length,
    unassigned: list(matters.filter(({ state }) => isIn(state, WAITING_STATES))),
    late: list(late),
    due: list(due),
    held: list(matters.filter(({ state }) => state === 'ON_HOLD')),
    complaints: list(matters.filter(({ kind }) => kind === 'complaint')),
    alarms: await openAlarms(work, projectId),
    tasks_late: tasks.count,
    tasks_since: tasks.since ? sayDay(estateDay(tasks.since), work.now) : '',
    on_duty: (await whoIsOn(work, projectId)).map(({ name }) => name),
    certificates: await endingCertificates(work, projectId),
    agreements: await endingAgreements(work, projectId),
  }
}
