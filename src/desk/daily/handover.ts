/** The note at a change of shift, to those who come on: what goes on, and what whoever leaves said of it. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { nextChanges } from '../roster/changes.ts'
import type { RosterPlan } from '../roster/plan.ts'
import { readPlan } from '../roster/read-plan.ts'
import { type Standing, standingsAt } from '../roster/standings.ts'
import { sayTime } from '../tickets/say-time.ts'
import { isIn, WAITING_STATES } from '../tickets/states.ts'
import type { Work } from '../work.ts'
import { wordsLeft } from './handover-words.ts'
import { listed, named, openMatters } from './open-matters.ts'

export const HANDOVER_TIMER = 'daily.handover'

/** `since`: the moment up to which the roster was looked at. */
export function nextHandover(work: Work, projectId: string, at?: Date) {
  const longest = work.now.getTime() + work.rules.daily.handover.look_minutes * 60_000
  const dueAt = at && at.getTime() < longest ? at : new Date(longest)
  const payload = { since: work.now.toISOString() }
  return { name: HANDOVER_TIMER, key: projectId, dueAt, payload }
}

/**
 * Whoever is on duty now by the roster and was not when it was looked at last: after a time in which nothing was running
 * that is one note for all that changed meanwhile. What people say of themselves (上班, 忙碌) is no change of shift.
 */
export const handOver: TimerHandler = async (work, { key: projectId, payload }) => {
  const since = Date.parse(String(payload['since']))
  const now = work.now.getTime()
  const ahead = now + work.rules.daily.handover.look_minutes * 60_000
  const read = await readPlan(work, projectId, { startAt: since, endAt: ahead })
  const plan: RosterPlan = { ...read, switches: [] }
  const changes = nextChanges(plan, { startAt: now, endAt: ahead })
  const next = Math.min(...changes.values(), ahead)
  await setTimer(work, nextHandover(work, projectId, new Date(next)))
  const before = standingsAt(plan, since)
  const fresh = [...standingsAt(plan, now)].flatMap(([id, standing]) =>
    isOn(standing) && !isOn(before.get(id)) ? [id] : [],
  )
  if (fresh.length === 0) return
  const values = await noteOf(work, projectId)
  for (const id of fresh) {
    await work.tell.staff(work, id, {
      words: 'daily.handover',
      values,
      key: `handover-${id}-${work.now.toISOString()}`,
      purpose: 'notice',
    })
  }
}

function isOn(standing: Standing | undefined): boolean {
  return standing?.state === 'duty' && standing.cause !== 'always'
}

async function noteOf(work: Work, projectId: string) {
  const { numbers, ahead_hours } = work.rules.daily.handover
  const until = new Date(work.now.getTime() + ahead_hours * 3_600_000)
  const matters = await openMatters(work, projectId)
  const soon = matters
    .filter(({ dueAt }) => dueAt !== null && dueAt <= until)
    .sort((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0))
  return {
    open: matters.length,
    unassigned: listed(
      matters.filter(({ state }) => isIn(state, WAITING_STATES)),
      numbers,
    ),
    taken: matters.filter(({ holder }) => holder !== null).length,
    ahead_hours,
    soon: named(soon)
      .slice(0, numbers)
      .map((matter) => ({
        number: matter.number,
        holder: matter.holder ?? '',
        due: matter.dueAt ? sayTime(matter.dueAt, work.now) : '',
        is_late: matter.dueAt !== null && matter.dueAt <= work.now,
      })),
    soon_count: soon.length,
    words: await wordsLeft(work, projectId),
  }
}
