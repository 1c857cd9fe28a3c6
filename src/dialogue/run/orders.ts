/** What the desk does after the turn: a run waits for its result, and may be given up meanwhile (dialogue.md D12). */
import { FlowFault } from '../files/flow-fault.ts'
import type { StepOf } from '../files/step-schema.ts'
import type { Command } from '../understand/command.ts'
import { settleAction, undo } from './action-step.ts'
import { handOff } from './handoff.ts'
import type { Leaving, Run } from './session.ts'
import {
  flowOf,
  flowWords,
  note,
  pattern,
  render,
  say,
  sayPattern,
  type Turn,
  top,
} from './turn.ts'
import type { ActAnswer } from './world.ts'

/** What would change a run must wait as the run does; whatever else is said is answered meanwhile. */
const NOT_MEANWHILE: readonly Command['do'][] = [
  'set',
  'correct',
  'offer-correction',
  'redo',
  'reopen',
  'accept',
  'decline',
  'drop-prefill',
  'back',
  'restart',
  'repeat',
  'skip',
  'finish',
  'no-match',
  'continue',
]

/** True when the command was answered with 正在办理, because the run on top waits for something being done. */
export function isBusyFor(turn: Turn, command: Command): boolean {
  const run = top(turn)
  const isForOld = 'draft' in command && command.draft !== undefined
  const isForOther = command.do === 'continue' && command.flow !== undefined
  if (!run?.wait?.order || isForOld || isForOther) return false
  if (!NOT_MEANWHILE.includes(command.do)) return false
  sayPattern(turn, 'action.busy', { flow: flowWords(flowOf(turn, run)) })
  return true
}

/** A result goes to the run that waits for it, wherever that is by now. */
export async function hearResult(turn: Turn, order: string, answer: ActAnswer): Promise<void> {
  const { runs, drafts, leaving = [] } = turn.session
  const run = [...runs, ...drafts.map((draft) => draft.run)].find(
    ({ wait }) => wait?.order === order,
  )
  const left = leaving.find((each) => each.order === order)
  if (run) await goOnWith(turn, run, answer)
  else if (left) await settleLeft(turn, left, answer)
  else note(turn, 'suppressed', undefined, { detail: 'result' })
}

async function goOnWith(turn: Turn, run: Run, answer: ActAnswer): Promise<void> {
  const step = stepOf(turn, run, run.wait?.step)
  const input = run.wait?.input ?? {}
  delete run.wait
  await settleAction(turn, run, step, { input, answer })
  if (top(turn) === run) turn.isTouched = true
}

/** It has taken a while, and nobody has heard of it since. */
export function ringProgress(turn: Turn, runId: string, visit: number): void {
  const run = turn.session.runs.find(({ id }) => id === runId)
  const at = run?.wait?.step ?? ''
  if (!run?.wait?.order || run.visits[at] !== visit) return
  const { progress } = stepOf(turn, run, at)
  const text = progress
    ? render(turn, run, progress)
    : pattern(turn, 'action.progress', { flow: flowWords(flowOf(turn, run)) })
  say(turn, { kind: 'text', text })
}

/** 取消 while it is being done: the undoing waits behind it. False when it cannot be undone and the run waits on. */
export function mayLeave(turn: Turn, run: Run): boolean {
  const isUndoable = stepOf(turn, run, run.wait?.step).undo !== undefined
  const about = { flow: flowWords(flowOf(turn, run)) }
  sayPattern(turn, isUndoable ? 'action.undo_later' : 'action.no_undo', about)
  return isUndoable
}

async function settleLeft(turn: Turn, left: Leaving, answer: ActAnswer): Promise<void> {
  turn.session.leaving = (turn.session.leaving ?? []).filter((each) => each !== left)
  const { run } = left
  const flow = { flow: flowWords(flowOf(turn, run)) }
  if (left.isUndo) return answer.outcome === 'ok' ? undone(turn, flow) : failed(turn, flow)
  const step = stepOf(turn, run, left.step)
  const input = run.wait?.input ?? {}
  delete run.wait
  await settleAction(turn, run, step, { input, answer })
  if (answer.outcome === 'unavailable') return failed(turn, flow)
  if (answer.outcome !== 'ok') return sayPattern(turn, 'action.not_done', flow)
  if (!step.undo) return sayPattern(turn, 'action.done_anyway', flow)
  const outcome = await undo(turn, run, step)
  if (outcome === true) undone(turn, flow)
  else if (outcome === false) failed(turn, flow)
}

function undone(turn: Turn, flow: object): void {
  sayPattern(turn, 'action.undone', flow)
}

function failed(turn: Turn, flow: object): void {
  sayPattern(turn, 'action.undo_failed', flow)
  handOff(turn, { reason: 'undo_failed' })
}

function stepOf(turn: Turn, run: Run, id = ''): StepOf<'action'> {
  const step = flowOf(turn, run).steps.get(id)
  if (step?.kind !== 'action') throw new FlowFault(`${run.flow} has no action ${id}`)
  return step
}
