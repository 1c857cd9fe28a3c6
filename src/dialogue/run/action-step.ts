/** The step that does something at the desk, exactly once for each thing meant. */

import { FlowFault } from '../files/flow-fault.ts'
import type { StepOf } from '../files/step-schema.ts'
import { finish } from './end-run.ts'
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

export async function actionStep(turn: Turn, run: Run, step: StepOf<'action'>): Promise<void> {
  const flow = flowOf(turn, run)
  const refused = refusedAccess(turn, flow)
  if (refused && refused !== 'access.limited') {
    sayPattern(turn, refused, { flow: flowWords(flow) })
    return await finish(turn, run, 'denied')
  }
  const input = await inputOf(turn, run, step.with ?? {})
  const before = run.replay ? run.done[step.id] : undefined
  const done = before && sameInput(before, input) ? before : await act(turn, run, step, input)
  for (const [slot, filled] of Object.entries(done.saved)) fill(turn, run, slot, filled)
  const way = Object.hasOwn(step.outcomes, done.outcome) ? done.outcome : 'else'
  note(turn, 'action_done', run, { step: step.id, detail: way })
  const next = step.outcomes[way]
  if (next === undefined)
    throw new FlowFault(`${step.action} answered ${done.outcome}, which leads nowhere`)
  run.at = next
}

/** Calls an action by hand of the engine: an undo. */
export async function undo(turn: Turn, run: Run, step: StepOf<'action'>): Promise<boolean> {
  const done = run.done[step.id]
  if (!step.undo || !done) return false
  const { action, with: inputs } = typeof step.undo === 'string' ? { action: step.undo } : step.undo
  const input = inputs ? await inputOf(turn, run, inputs) : { ...done.input }
  const { outcome } = await turn.world.act({
    name: action,
    input,
    key: `${run.id}/${step.id}/undo`,
  })
  note(turn, 'action_done', run, { step: step.id, detail: `undo:${outcome}` })
  return outcome === 'ok'
}

async function act(
  turn: Turn,
  run: Run,
  step: StepOf<'action'>,
  input: Record<string, unknown>,
): Promise<Done> {
  // Done again with other inputs, it is another act, and what follows from it is news.
  if (run.replay) run.visits[step.id] = (run.visits[step.id] ?? 0) + 1
  delete run.replay
  const answer = await turn.world.act({
    name: step.action,
    input,
    key: await keyOf(turn, run, step),
  })
  const saved: Record<string, Filled> = {}
  for (const [slot, text] of Object.entries(step.save ?? {})) {
    const expression = flowOf(turn, run).resultExpression(text, step)
    const value = await evaluateIfThere(turn, run, expression, answer.result ?? {})
    if (value !== undefined && value !== null) saved[slot] = { value, by: 'action' }
  }
  const done = { action: step.action, input, outcome: answer.outcome, saved }
  run.done[step.id] = done
  return done
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
    const isAbsent =
      slot !== undefined && !(slot in run.slots) && !/^(images|list)$/.test(slots[slot]?.type ?? '')
    if (!isAbsent) input[name] = await evaluate(turn, run, text)
  }
  return input
}

function sameInput(done: Done, input: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(done.input) === JSON.stringify(input)
}
