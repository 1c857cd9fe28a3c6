/** Flows that the desk starts: once per key, in their hours, and not in the middle of something (dialogue.md D16). */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { FlowFault } from '../files/flow-fault.ts'
import type { StepOf } from '../files/step-schema.ts'
import type { StartRequest } from '../understand/command.ts'
import { atTime } from '../understand/local-time.ts'
import { withoutFault } from './end-run.ts'
import { isParked, type PendingStart, type Run } from './session.ts'
import { newRun, startFlow } from './start-flow.ts'
import { intoHours } from './timers.ts'
import { evaluate, evaluateAll, note, type Turn, top } from './turn.ts'

const KEYS_KEPT = 200

/** Notes every flow the event wants to start and sets its alarm. */
export async function hearEvent(
  turn: Turn,
  event: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const flow of turn.world.flows.flows.values()) {
    if (flow.source.start?.event !== event) continue
    // A run that never reaches the stack lends the expressions its event.
    const trial = newRun(turn, flow, 'event', { text: '', event: data })
    const key = await keyOf(turn, trial, flow)
    if (key === undefined || turn.session.keys.includes(key)) continue
    turn.session.keys = [key, ...turn.session.keys].slice(0, KEYS_KEPT)
    const since = turn.now.getTime()
    const dueAt = since + (flow.source.start.delay ?? 0)
    await promise(turn, { flow: flow.id, text: '', event: data }, { since, dueAt })
  }
}

/** Undefined when the flow does not want this event, or cannot make sense of it, which is noted. */
async function keyOf(
  turn: Turn,
  trial: Run,
  { id, source: { start } }: CompiledFlow,
): Promise<string | undefined> {
  try {
    if (start?.when !== undefined && (await evaluate(turn, trial, start.when)) !== true)
      return undefined
    return `${id}:${start?.key === undefined ? trial.id : String(await evaluate(turn, trial, start.key))}`
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error
    note(turn, 'failed', trial, { detail: error.message })
    return undefined
  }
}

/** A flow notes another one for later, once for each key. */
export async function scheduleStep(turn: Turn, run: Run, step: StepOf<'schedule'>): Promise<void> {
  run.at = step.next
  const named =
    step.key === undefined ? `${run.id}/${step.id}` : await evaluate(turn, run, step.key)
  const key = `${step.schedule}:${String(named)}`
  if (turn.session.keys.includes(key)) return
  const at = step.at === undefined ? undefined : String(await evaluate(turn, run, step.at))
  const dueAt =
    at === undefined
      ? turn.now.getTime() + (step.delay ?? 0)
      : (atTime(at, turn.now) ?? turn.now).getTime()
  const given = await evaluateAll(turn, run, step.with)
  const values = Object.fromEntries(
    Object.entries(given).map(([slot, value]) => [slot, { value, strict: true }]),
  )
  turn.session.keys = [key, ...turn.session.keys].slice(0, KEYS_KEPT)
  await promise(turn, { flow: step.schedule, text: '', values }, { since: dueAt, dueAt })
}

async function promise(
  turn: Turn,
  start: StartRequest,
  at: Pick<PendingStart, 'since' | 'dueAt'>,
): Promise<void> {
  const pending = { id: turn.world.newId(), start, ...at }
  turn.session.pending.push(pending)
  await tryStart(turn, pending)
}

/** The alarm of a noted start rang. */
export async function ringStart(turn: Turn, id: string): Promise<void> {
  const pending = turn.session.pending.find((each) => each.id === id)
  if (pending) await tryStart(turn, pending)
}

/** While a matter is being talked about, or people have the conversation, nothing else is begun. */
export function isBusy(turn: Turn): boolean {
  const run = top(turn)
  return turn.session.handoff !== undefined || (run !== undefined && !isParked(run))
}

/** When the last matter is over, what waited for that gets its alarm. */
export function wakePending(turn: Turn): void {
  for (const { id, start, dueAt = 0 } of turn.session.pending) {
    const policy = turn.world.flows.flows.get(start.flow)?.source.outbound?.if_busy
    const gap = policy === 'push_after_end' ? 0 : turn.world.flows.bot.outbound.idle_gap
    setAlarm(turn, id, Math.max(dueAt, turn.now.getTime() + gap))
  }
}

async function tryStart(turn: Turn, pending: PendingStart): Promise<void> {
  const { id, start, since, dueAt = since } = pending
  const flow = turn.world.flows.flows.get(start.flow)
  const outbound = flow?.source.outbound
  const isTooLate =
    turn.now.getTime() > since + (outbound?.give_up_after ?? Number.POSITIVE_INFINITY)
  if (!flow || isTooLate || (isBusy(turn) && outbound?.if_busy === 'drop')) return drop(turn, id)
  const due = intoHours(
    new Date(Math.max(dueAt, turn.now.getTime(), nextAllowed(turn, flow))),
    outbound?.hours,
  ).getTime()
  if (due > turn.now.getTime()) return setAlarm(turn, id, due)
  if (isBusy(turn)) return
  turn.session.pending = turn.session.pending.filter((each) => each.id !== id)
  await withoutFault(turn, () => startFlow(turn, start, true))
}

/** The instant at which one more start keeps within `max_per_user`. */
function nextAllowed(turn: Turn, flow: CompiledFlow): number {
  const { max_per_user: max } = flow.source.outbound ?? {}
  const starts = turn.session.starts[flow.id] ?? []
  const oldest = max && starts.at(-max.times)
  return max && oldest !== undefined ? oldest + max.periodMs : 0
}

function setAlarm(turn: Turn, runId: string, at: number): void {
  turn.cancelled.add(runId)
  turn.timers.push({ name: 'start', runId, generation: 1, dueAt: new Date(at) })
}

function drop(turn: Turn, id: string): void {
  turn.session.pending = turn.session.pending.filter((each) => each.id !== id)
  note(turn, 'suppressed', undefined, { detail: 'outbound' })
}
