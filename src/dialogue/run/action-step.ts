/** The step that does something at the desk, exactly once for each thing meant. */

import { FlowFault } from '../files/flow-fault.ts'
import { isListType } from '../files/slot-schema.ts'
import type { StepOf } from '../files/step-schema.ts'
import { finish } from './end-run.ts'
import { awaitUndo } from './leaving.ts'
import type { Done, Filled, Run } from './session.ts'
import { refusedAccess } from './start-flow.ts'
import {
  evaluate,
  evaluateIfThere,
  flowOf,
  flowWords,
  note,
  sayPattern,
  type Turn,
} from './turn.ts'
import { fill } from './values.ts'
import type { ActAnswer } from './world.ts'

export async function actionStep(turn: Turn, run: Run, step: StepOf<'action'>): Promise<void> {
  const flow = flowOf(turn, run)
  const refused = refusedAccess(turn, flow)
  if (refused && refused !== 'access.limited') {
    sayPattern(turn, refused, { flow: flowWords(flow) })
    return await finish(turn, run, 'denied')
  }
  const input = await inputOf(turn, run, step.with ?? {})
  const before = run.replay ? run.done[step.id] : undefined
  if (before && sameInput(before, input)) return takeWay(turn, run, step, before)
  // Done again with other inputs, it is another act, and what follows from it is news.
  if (run.replay) run.visits[step.id] = (run.visits[step.id] ?? 0) + 1
  delete run.replay
  const key = await keyOf(turn, run, step)
  const { timeout: timeoutMs, retry } = step
  const answer = await turn.world.act({
    name: step.action,
    input,
    key,
    patience: { timeoutMs, retry },
  })
  if (answer === 'ordered') waitFor(turn, run, step, { key, input })
  else await settleAction(turn, run, step, { input, answer })
}

/** Notes what came of an action and takes the way it leads. */
export async function settleAction(
  turn: Turn,
  run: Run,
  step: StepOf<'action'>,
  {
    input,
    answer,
  }: { readonly input: Readonly<Record<string, unknown>>; readonly answer: ActAnswer },
): Promise<void> {
  const saved: Record<string, Filled> = {}
  for (const [slot, text] of Object.entries(step.save ?? {})) {
    const expression = flowOf(turn, run).resultExpression(text, step)
    const value = await evaluateIfThere(turn, run, expression, answer.result ?? {})
    if (value !== undefined && value !== null) saved[slot] = { value, by: 'action' }
  }
  const done = { action: step.action, input, outcome: answer.outcome, saved }
  run.done[step.id] = done
  takeWay(turn, run, step, done)
}

function takeWay(turn: Turn, run: Run, step: StepOf<'action'>, done: Done): void {
  for (const [slot, filled] of Object.entries(done.saved)) fill(turn, run, slot, filled)
  const way = Object.hasOwn(step.outcomes, done.outcome) ? done.outcome : 'else'
  note(turn, 'action_done', run, { step: step.id, detail: way })
  const next = step.outcomes[way]
  if (next === undefined)
    throw new FlowFault(`${step.action} answered ${done.outcome}, which leads nowhere`)
  run.at = next
}

/** The run waits without a question; after a moment a word is said about it. */
function waitFor(
  turn: Turn,
  run: Run,
  step: StepOf<'action'>,
  { key, input }: { readonly key: string; readonly input: Readonly<Record<string, unknown>> },
): void {
  run.wait = { step: step.id, order: key, input }
  note(turn, 'action_ordered', run, { step: step.id })
  turn.timers.push({
    name: 'progress',
    runId: run.id,
    generation: run.visits[step.id] ?? 0,
    dueAt: new Date(turn.now.getTime() + turn.world.flows.bot.limits.progress),
  })
}

/** Calls an action by hand of the engine: an undo. `ordered` when what comes of it will be heard later. */
export async function undo(
  turn: Turn,
  run: Run,
  step: StepOf<'action'>,
): Promise<boolean | 'ordered'> {
  const done = run.done[step.id]
  if (!step.undo || !done) return false
  const { action, with: inputs } = typeof step.undo === 'string' ? { action: step.undo } : step.undo
  const input = inputs ? await inputOf(turn, run, inputs) : { ...done.input }
  const key = `${run.id}/${step.id}/undo`
  const undoes = await keyOf(turn, run, step)
  const answer = await turn.world.act({ name: action, input, key, undoes })
  if (answer === 'ordered') {
    awaitUndo(turn, run, step.id, key)
    return 'ordered'
  }
  note(turn, 'action_done', run, { step: step.id, detail: `undo:${answer.outcome}` })
  return answer.outcome === 'ok'
}

async function keyOf(turn: Turn, run: Run, { id, once }: StepOf<'action'>): Promise<string> {
  if (typeof once === 'object')
    return `${run.flow}/${id}/${String(await evaluate(turn, run, once.key))}`
  return once === 'run' ? `${run.id}/${id}` : `${run.id}/${id}/${run.visits[id] ?? 0}`
}

/** A slot that was never filled is left out; the lint knows where that is allowed. */
async function inputOf(
  turn: Turn,
  run: Run,
  inputs: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  const { slots } = flowOf(turn, run).source
  for (const [name, text] of Object.entries(inputs)) {
    const slot = /^slots\.(\w+)$/.exec(text.trim())?.[1]
    const isAbsent = slot !== undefined && !(slot in run.slots) && !isListType(slots[slot]?.type)
    if (!isAbsent) input[name] = await evaluate(turn, run, text)
  }
  return input
}

function sameInput(done: Done, input: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(done.input) === JSON.stringify(input)
}
