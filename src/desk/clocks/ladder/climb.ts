/** The alarm of a ladder: makes the call that is due and sets the alarm of the next. */
import type { TimerHandler } from '../../action.ts'
import type { Work } from '../../work.ts'
import { type Subjects, type SubjectView, viewOf } from '../subject-view.ts'
import { intoWindow } from '../window.ts'
import { callStep } from './call-step.ts'
import { keepCall } from './change-run.ts'
import { endRun } from './end-ladder.ts'
import { type Call, nextCall } from './ladder-times.ts'
import { lookAgain } from './look-again.ts'
import { groundOf, lockRun, type Run } from './run.ts'
import { isAlsoGathered, whyGathered } from './why-gathered.ts'

/** Under the row's lock an alarm of an older epoch or another step does nothing: two sweeps make one call. */
export const ladderTimer =
  (subjects: Subjects): TimerHandler =>
  async (work, timer) => {
    const run = await lockRun(work.tx, String(timer.payload['runId']))
    if (!run || run.epoch !== timer.generation) return
    const goOn = whatIsDue(run, timer.payload)
    if (!goOn) return
    const view = await viewOf(subjects, work, run.subject)
    // Danger goes on until somebody takes it, whatever becomes of the report.
    if (view && (view.isOpen || run.ladder.untilTaken)) await goOn(work, run, view, timer.payload)
    else await endRun(work, run, 'subject-over')
  }

type Payload = Readonly<Record<string, unknown>>
type GoOn = (work: Work, run: Run, view: SubjectView, payload: Payload) => Promise<void>

function whatIsDue(run: Run, { step, round }: Payload): GoOn | null {
  if (run.state === 'running') return run.step === step && run.round === round ? climb : null
  const isWaiting = run.state === 'acknowledged' || run.state === 'snoozed'
  return isWaiting && run.nextAt ? lookAgain : null
}

/** Calls the level that is due; an empty one is left behind at once for the next (servicedesk.md B7). */
async function climb(work: Work, run: Run, view: SubjectView, payload: Payload): Promise<void> {
  const ground = await groundOf(work, run)
  const why = whyGathered(work, run, payload)
  let place: Pick<Call, 'step' | 'round'> = run
  for (;;) {
    const hasReached = await callStep(work, { ...run, ...place }, view, why)
    const next = nextCall(run.ladder, ground, { ...place, at: work.now })
    const isHigher = next !== null && next.step > place.step
    if (hasReached || !isHigher) {
      await keepCall(work, run, next, isAlsoGathered(work, run, ground, next) ? why : null)
      return
    }
    const openAt = intoWindow(
      work.now,
      run.ladder.zone,
      run.ladder.steps[next.step]?.window ?? null,
    )
    if (openAt > work.now) {
      await keepCall(work, run, { ...next, at: openAt })
      return
    }
    place = next
  }
}
