/** Flows that the desk starts: once per key, in their hours, and not in the middle of something (dialogue.md D16). */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { FlowFault } from '../files/flow-fault.ts'
import type { PendingStart, Run } from './session.ts'
import { newRun, startFlow } from './start-flow.ts'
import { intoHours } from './timers.ts'
import { evaluate, note, type Turn } from './turn.ts'
import { withoutFault } from './walk.ts'

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
    const pending: PendingStart = {
      id: trial.id,
      start: { flow: flow.id, text: '', event: data },
      since,
    }
    turn.session.pending.push(pending)
    await tryStart(turn, pending, since + (flow.source.start.delay ?? 0))
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

/** The alarm of a noted start rang. */
export async function ringStart(turn: Turn, id: string): Promise<void> {
  const pending = turn.session.pending.find((each) => each.id === id)
  if (pending) await tryStart(turn, pending, turn.now.getTime())
}

/** While a matter is being talked about, or people have the conversation, nothing else is begun. */
export function isBusy({ session }: Turn): boolean {
  return session.runs.length > 0 || session.handoff !== undefined
}

/** When the last matter is over, what waited for that gets its alarm. */
export function wakePending(turn: Turn): void {
  for (const { id, start } of turn.session.pending) {
    const policy = turn.world.flows.flows.get(start.flow)?.source.outbound?.if_busy
    const gap = policy === 'push_after_end' ? 0 : turn.world.flows.bot.outbound.idle_gap
    setAlarm(turn, id, turn.now.getTime() + gap)
  }
}

async function tryStart(turn: Turn, pending: PendingStart, at: number): Promise<void> {
  const { id, start, since } = pending
  const flow = turn.world.flows.flows.get(start.flow)
  const outbound = flow?.source.outbound
  const isTooLate =
    turn.now.getTime() > since + (outbound?.give_up_after ?? Number.POSITIVE_INFINITY)
  if (!flow || isTooLate || (isBusy(turn) && outbound?.if_busy === 'drop')) return drop(turn, id)
  const due = intoHours(new Date(Math.max(at, nextAllowed(turn, flow))), outbound?.hours).getTime()
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
