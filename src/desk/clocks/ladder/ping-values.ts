/** What the words of an alarm or reminder speak of. */
import { findStaff } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import type { SubjectView } from '../subject-view.ts'
import { localOf } from '../time-of-day.ts'

/** Ready to show; nothing of the platform or the database is in it. */
export interface PingValues {
  readonly [name: string]: unknown
  readonly number: string
  readonly title: string
  readonly place: string
  /** Given while nobody has said where: who reported it. */
  readonly reporter: string
  readonly priority: string
  /** What was promised, in words: 到场. Empty for a ladder without a clock. */
  readonly promise: string
  readonly assignee: string
  /** "YYYY-MM-DD" and "HH:MM" of the due time, in the desk's zone. */
  readonly due_day: string
  readonly due_time: string
  readonly is_late: boolean
  /** The minute of the due time itself: nothing left, nothing past. */
  readonly is_now: boolean
  /** How long it is to the due time, or past it. */
  readonly days: number
  readonly hours: number
  readonly minutes: number
}

export interface PromiseView {
  readonly view: SubjectView
  /** A clock's kind, or another reason. */
  readonly reason: string
  readonly dueAt: Date
}

/** The assignee's name is looked up; everything else is given. */
export async function pingValues(
  work: Work,
  { view, reason, dueAt }: PromiseView,
): Promise<PingValues> {
  const { promises, zone } = work.rules.clocks
  const holder = view.assigneeStaffId ? await findStaff(work.tx, view.assigneeStaffId) : null
  const minutesAway = Math.floor(Math.abs(work.now.getTime() - dueAt.getTime()) / 60_000)
  const due = new Date(localOf(dueAt.getTime(), zone)).toISOString()
  return {
    number: view.number,
    title: view.title,
    place: view.place,
    reporter: view.reporter ?? '',
    priority: view.priority,
    promise: (promises as Readonly<Record<string, string>>)[reason] ?? '',
    assignee: holder?.name ?? '',
    due_day: due.slice(0, 10),
    due_time: due.slice(11, 16),
    is_late: work.now >= dueAt,
    is_now: work.now >= dueAt && minutesAway === 0,
    ...inUnits(minutesAway),
  }
}

/** Split for reading: 1 day 2 hours 5 minutes. */
function inUnits(all: number): { days: number; hours: number; minutes: number } {
  return { days: Math.floor(all / 1440), hours: Math.floor(all / 60) % 24, minutes: all % 60 }
}
