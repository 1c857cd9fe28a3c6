/** Waiting for something else than an answer: an event of the desk, or a time (dialogue.md D2). */
import { FlowFault } from '../files/flow-fault.ts'
import type { StepOf } from '../files/step-schema.ts'
import { atTime } from '../understand/local-time.ts'
import { mark } from './return-to.ts'
import { type Filled, isParked, type Passed, type Run } from './session.ts'
import {
  evaluate,
  evaluateAll,
  flowOf,
  flowWords,
  note,
  pattern,
  render,
  say,
  type Turn,
} from './turn.ts'
import { fill } from './values.ts'

/** A wait that was over stays over when the run is walked again, and one going on keeps its end. */
export async function waitStep(turn: Turn, run: Run, step: StepOf<'wait'>): Promise<void> {
  const before = run.replay ? run.passed?.[step.id] : undefined
  if (before?.to !== undefined) return goOn(turn, run, { ...before, to: before.to })
  const dueAt = before?.dueAt ?? (await endOf(turn, run, step))
  mark(run, step.id, { dueAt })
  if (dueAt <= turn.now.getTime()) goOn(turn, run, { to: step.timeout ?? step.next })
  else run.wait = { step: step.id, dueAt }
}

/** The time of a wait has come, whatever is being talked about meanwhile. */
export function ringWait(turn: Turn, runId: string): void {
  const run = turn.session.runs.find(({ id }) => id === runId)
  const step = run && waitOf(turn, run)
  if (!step || (run.wait?.dueAt ?? 0) > turn.now.getTime()) return
  goOn(turn, run, { to: step.timeout ?? step.next })
}

/** What happened may be what some run waits for. */
export async function hearWaited(
  turn: Turn,
  event: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const run of turn.session.runs) {
    const step = waitOf(turn, run)
    if (step?.wait.event !== event) continue
    const saved = await savedFrom(turn, { ...run, event: data }, step)
    if (saved) goOn(turn, run, { to: step.next, saved })
  }
}

/** Undefined when the event is another one, or makes no sense to the flow, which is noted. */
async function savedFrom(
  turn: Turn,
  trial: Run,
  { wait: { when, save } }: StepOf<'wait'>,
): Promise<Readonly<Record<string, Filled>> | undefined> {
  try {
    if (when !== undefined && (await evaluate(turn, trial, when)) !== true) return undefined
    const values = Object.entries(await evaluateAll(turn, trial, save))
    return Object.fromEntries(values.map(([slot, value]) => [slot, { value, by: 'event' }]))
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error
    note(turn, 'failed', trial, { detail: error.message })
    return undefined
  }
}

/** Said as the wait begins, and to whoever writes meanwhile and hears nothing else. */
export function sayWaiting(turn: Turn, run: Run, step: StepOf<'wait'>): void {
  const isFirst = (run.asks[step.id] ?? 0) === 0
  if (!isFirst && turn.says.length > 0) return
  run.asks[step.id] = (run.asks[step.id] ?? 0) + 1
  const about = { flow: flowWords(flowOf(turn, run)) }
  if (step.say) say(turn, { kind: 'text', text: render(turn, run, step.say) })
  else if (!isFirst) say(turn, { kind: 'text', text: pattern(turn, 'wait.text', about) })
}

function waitOf(turn: Turn, run: Run): StepOf<'wait'> | undefined {
  const step = isParked(run) ? flowOf(turn, run).steps.get(run.wait?.step ?? '') : undefined
  return step?.kind === 'wait' ? step : undefined
}

function goOn(turn: Turn, run: Run, over: Passed & { readonly to: string }): void {
  for (const [slot, filled] of Object.entries(over.saved ?? {})) fill(turn, run, slot, filled)
  note(turn, 'branch_taken', run, { step: run.at, detail: over.to })
  mark(run, run.at, { ...run.passed?.[run.at], ...over })
  run.at = over.to
  delete run.wait
  turn.isRearmed = true
}

/** The earlier of the two when both are written. A time that cannot be read has come. */
async function endOf(turn: Turn, run: Run, { wait }: StepOf<'wait'>): Promise<number> {
  const until = wait.until === undefined ? undefined : await evaluate(turn, run, wait.until)
  return Math.min(
    wait.for === undefined ? Number.POSITIVE_INFINITY : turn.now.getTime() + wait.for,
    until === undefined
      ? Number.POSITIVE_INFINITY
      : (atTime(String(until), turn.now)?.getTime() ?? 0),
  )
}
