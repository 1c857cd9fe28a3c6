/** The reminder before a promise is due: to whoever holds the matter. */
import type { TimerHandler } from '../action.ts'
import { findStaff } from '../staff/staff.ts'
import { findClock } from './clock.ts'
import { pingValues } from './ladder/ping-values.ts'
import { type Subjects, viewOf } from './subject-view.ts'

/** Nobody holds it: nobody is reminded, and the ladder calls who should give it to somebody. */
export const warnAssignee =
  (subjects: Subjects): TimerHandler =>
  async (work, timer) => {
    const clock = await findClock(work.tx, String(timer.payload['clockId']))
    if (clock?.state !== 'running' || clock.generation !== timer.generation) return
    const view = await viewOf(subjects, work, clock.subject)
    if (!view?.isOpen || !view.assigneeStaffId || !clock.dueAt) return
    const assignee = await findStaff(work.tx, view.assigneeStaffId)
    if (!assignee) return
    await work.tell.staff(work, assignee.id, {
      words: 'clocks.warn',
      values: await pingValues(work, { view, reason: clock.kind, dueAt: clock.dueAt }),
      key: `clock-${clock.id}-warn-${Number(timer.payload['index'])}`,
      purpose: 'notice',
    })
  }
