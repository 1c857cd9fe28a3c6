/** The reminder before a promise is due: to whoever holds the matter. */
import type { TimerHandler } from '../action.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { type Clock, findClock } from './clock.ts'
import { gather } from './ladder/gather.ts'
import { pingValues } from './ladder/ping-values.ts'
import { openRunOfClock } from './ladder/run.ts'
import { tellWarning } from './ladder/tell-call.ts'
import { isLongPast, type Why } from './ladder/why-gathered.ts'
import { type Subjects, type SubjectView, viewOf } from './subject-view.ts'

/**
 * Nobody holds it: nobody is reminded, and the ladder calls who should give it to somebody. Past the due time the ladder
 * speaks of it.
 */
export const warnAssignee =
  (subjects: Subjects): TimerHandler =>
  async (work, timer) => {
    const clock = await findClock(work.tx, String(timer.payload['clockId']))
    if (clock?.state !== 'running' || clock.generation !== timer.generation) return
    const view = await viewOf(subjects, work, clock.subject)
    if (!view?.isOpen || !view.assigneeStaffId || !clock.dueAt || clock.dueAt <= work.now) return
    const assignee = await findStaff(work.tx, view.assigneeStaffId)
    if (!assignee) return
    const { id, kind, dueAt } = clock
    await remind(work, { clock: { id, kind, dueAt }, view, staffId: assignee.id }, timer)
  }

interface Reminder {
  readonly clock: Pick<Clock, 'id' | 'kind'> & { readonly dueAt: Date }
  readonly view: SubjectView
  readonly staffId: string
}

/** One that was missed, or waited for the morning, is gathered with the calls that did. */
async function remind(
  work: Work,
  { clock, view, staffId }: Reminder,
  timer: Parameters<TimerHandler>[1],
): Promise<void> {
  const values = await pingValues(work, { view, reason: clock.kind, dueAt: clock.dueAt })
  const key = `clock-${clock.id}-warn-${Number(timer.payload['index'])}`
  const why = whyKept(work, timer)
  const run = why && (await openRunOfClock(work.tx, clock.id))
  // Only what a ladder that calls has to say is gathered: nobody is left waiting for the rest.
  if (why && run?.state === 'running') {
    await gather(work, run, { key, receiver: staffId, kind: 'warn', why, values })
  } else await tellWarning(work, staffId, { key, values })
}

function whyKept(work: Work, { dueAt, payload }: Parameters<TimerHandler>[1]): Why | null {
  if (isLongPast(work, dueAt)) return 'outage'
  return payload['moved'] === true ? 'quiet' : null
}
