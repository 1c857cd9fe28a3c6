/** A ladder about what can wait is put off until the desk opens (servicedesk.md C 22). */
import type { Work } from '../../work.ts'
import type { Calendar } from '../calendar.ts'
import { storedCalendar } from '../stored-calendar.ts'
import { DAY_MS } from '../time-of-day.ts'
import { intoWindow } from '../window.ts'
import { changeRun, disarmRun } from './change-run.ts'
import { lockRun, type Run } from './run.ts'

type SnoozeOutcome = 'snoozed' | 'open-now' | 'cannot-wait' | 'taken-by-other' | 'over'

export interface Snoozed {
  readonly outcome: SnoozeOutcome
  readonly holderId: string | null
  /** When it begins again. */
  readonly until: Date | null
}

/** A calendar closed for longer than this is set wrong: nothing is put off for it. */
const LONGEST_MS = 31 * DAY_MS

/**
 * When a ladder may be put off to: the next opening of the hours it is counted in. Null while they are open, and for
 * ladders round the clock: what cannot wait is never put off (servicedesk.md B7, quiet hours).
 */
export async function snoozeUntil(work: Work, run: Run): Promise<Date | null> {
  const { calendarId, untilTaken, zone, steps } = run.ladder
  if (untilTaken || !calendarId) return null
  const opening = nextOpening(await storedCalendar(work.tx, calendarId), work.now)
  return opening && intoWindow(opening, zone, steps[0]?.window ?? null)
}

/** Everybody has peace until then; somebody may still take it meanwhile. It begins again at its first level. */
export async function snoozeRun(work: Work, seen: Run): Promise<Snoozed> {
  const nobody = { holderId: null, until: null }
  if (seen.state !== 'acknowledged') await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (!run || run.state === 'ended') return { outcome: 'over', ...nobody }
  if (run.state === 'acknowledged') {
    return { outcome: 'taken-by-other', holderId: run.ackById, until: null }
  }
  const until = await snoozeUntil(work, run)
  if (!until) {
    const { untilTaken, calendarId } = run.ladder
    const canWait = !untilTaken && calendarId !== null
    await armAgain(work, run)
    return { outcome: canWait ? 'open-now' : 'cannot-wait', ...nobody }
  }
  // While its clock stands still nothing calls anyway: it goes on when the clock does.
  if (run.state === 'paused') return { outcome: 'snoozed', holderId: null, until }
  await changeRun(work, run, { state: 'snoozed', nextAt: until })
  return { outcome: 'snoozed', holderId: null, until }
}

/** Its alarm was taken away before the lock; nothing changed, so it is set again. */
async function armAgain(work: Work, run: Run): Promise<void> {
  await changeRun(work, run, { state: run.state, nextAt: run.nextAt })
}

function nextOpening(calendar: Calendar, now: Date): Date | null {
  const from = now.getTime()
  const [next] = calendar.openSegments(from, from + LONGEST_MS)
  return next && next.from > from ? new Date(next.from) : null
}
