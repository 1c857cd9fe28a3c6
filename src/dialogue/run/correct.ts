/** Corrections: the run is walked again from its first step with the new values (dialogue.md D7). */
import { askSteps, type CompiledFlow, slotsAsked } from '../files/compiled-flow.ts'
import { stepEdges } from '../files/edges.ts'
import { slotsNamed } from '../files/reads.ts'
import type { StepOf } from '../files/step-schema.ts'
import type { Values } from '../understand/command.ts'
import { undo } from './action-step.ts'
import { startAgain } from './drafts.ts'
import { handOff } from './handoff.ts'
import { askWhether } from './menus.ts'
import { stepAsking } from './questions.ts'
import type { Filled, Run } from './session.ts'
import {
  flowOf,
  flowWords,
  labelOf,
  note,
  pattern,
  say,
  sayPattern,
  shown,
  type Turn,
} from './turn.ts'
import { fill, judge } from './values.ts'

interface Change {
  readonly slot: string
  readonly filled: Filled
  readonly label: string
  /** As people read it; empty when the slot was. */
  readonly old: string
  readonly new: string
}

/** Values that are refused change nothing: why is said, and the slot is asked again with its old value kept. */
export async function correct(turn: Turn, run: Run, values: Values, draft?: string): Promise<void> {
  const { changes, refused } = await judged(turn, run, values)
  for (const [slot, words] of refused) {
    if (draft !== undefined) say(turn, { kind: 'text', text: words })
    else {
      reopen(turn, run, slot)
      turn.prompt = words
    }
  }
  if (changes.length === 0) return
  const done = finalSteps(turn, run, draft === undefined ? changes : undefined)
  if (draft === undefined && done.length === 0) apply(turn, run, changes)
  else offerRedo(turn, run, changes, draft)
}

/** Asks whether a value that contradicts an earlier one was meant to replace it (dialogue.md D6, P6). */
export async function offerCorrection(turn: Turn, run: Run, values: Values): Promise<void> {
  const { changes } = await judged(turn, run, values)
  if (!changes.some((change) => change.old !== change.new)) return
  askWhether(
    turn,
    pattern(turn, 'correct.offer', { changes }),
    {},
    {
      yes: ['correct.yes', { do: 'correct', values }],
      no: ['correct.no', { do: 'continue' }],
    },
  )
}

/** Takes back what was handed in and begins again with the new values; a person helps when it cannot be taken back. */
export async function redo(turn: Turn, run: Run, values: Values, draft?: string): Promise<void> {
  const flow = flowOf(turn, run)
  let isUndone = true
  for (const step of finalSteps(turn, run))
    isUndone = isUndone && (await undo(turn, run, step)) !== false
  if (isUndone) {
    turn.session.drafts = turn.session.drafts.filter(({ id }) => id !== draft)
    startAgain(turn, run, values)
    return
  }
  sayPattern(turn, 'correct.redo_failed', { flow: flowWords(flow) })
  handOff(turn, { reason: 'undo_failed' })
}

/** Asks for a slot again while its value stays. */
export function reopen(turn: Turn, run: Run, slot: string): void {
  const step = stepAsking(flowOf(turn, run), slot)
  if (step) run.wait = { step: step.id, slot, isReopened: slot in run.slots }
}

/** After walking again: values asked only on a way no longer taken are set aside, to come back with it. */
export function archiveLeft(turn: Turn, run: Run): void {
  const { path, wait } = run
  delete run.replay
  delete run.path
  if (!path || !wait) return
  const flow = flowOf(turn, run)
  const ahead = new Set([wait.step])
  // A set visits what is added while it is being walked.
  for (const id of ahead)
    for (const { to } of stepEdges(flow.source, flow.steps.get(id))) ahead.add(to)
  const isOnWay = (id: string) => path.includes(id) || ahead.has(id)
  const deciding = slotsDeciding(flow, path)
  for (const [slot, filled] of Object.entries(run.slots)) {
    const asking = askSteps(flow).filter((step) => slotsAsked(step).includes(slot))
    if (asking.length === 0 || asking.some((step) => isOnWay(step.id))) continue
    if (deciding.has(slot)) continue
    run.archived[slot] = filled
    delete run.slots[slot]
  }
}

/** What the way taken hangs on stays: a question is not put where a branch found its answer known. */
function slotsDeciding(flow: CompiledFlow, path: readonly string[]): ReadonlySet<string> {
  const conditions = path.flatMap((id) => {
    const step = flow.steps.get(id)
    const ways = step?.kind === 'branch' ? step.branch : []
    return [step, ...ways].flatMap((of) => (of && 'when' in of && of.when ? [of.when] : []))
  })
  return new Set(conditions.flatMap((when) => [...slotsNamed(flow.expression(when).ast)]))
}

interface Judged {
  readonly changes: readonly Change[]
  readonly refused: readonly (readonly [slot: string, words: string])[]
}

async function judged(turn: Turn, run: Run, values: Values): Promise<Judged> {
  const changes: Change[] = []
  const refused: [string, string][] = []
  for (const [slot, value] of Object.entries(values)) {
    const verdict = await judge(turn, run, slot, value)
    if ('refused' in verdict) refused.push([slot, verdict.refused])
    else {
      const { filled } = verdict
      const words = { old: shown(turn, run, slot), new: shown(turn, run, slot, filled) }
      changes.push({ slot, filled, label: labelOf(turn, run, slot), ...words })
    }
  }
  return { changes, refused }
}

function apply(turn: Turn, run: Run, changes: readonly Change[]): void {
  const slots = changes.map(({ slot }) => slot)
  const before = changes.filter((change) => change.old !== '')
  const differing = before.filter((change) => change.old !== change.new)
  for (const { slot, filled, old } of changes) {
    fill(turn, run, slot, filled)
    note(turn, old === '' ? 'answered' : 'corrected', run, { slot })
  }
  if (differing.length > 0) sayPattern(turn, 'correct.done', { changes: differing })
  else if (before.length > 0) sayPattern(turn, 'correct.kept')
  for (const [slot, def] of Object.entries(flowOf(turn, run).source.slots))
    if (run.slots[slot]?.by === 'infer' && slots.includes(def.infer_from ?? ''))
      delete run.slots[slot]
  run.at = flowOf(turn, run).first
  run.replay = true
  run.path = []
  delete run.wait
}

function offerRedo(turn: Turn, run: Run, changes: readonly Change[], draft?: string): void {
  const about = { flow: flowWords(flowOf(turn, run)), changes }
  const values = Object.fromEntries(
    changes.map(({ slot, filled: { value, shown: text } }) => [
      slot,
      { value, strict: true, shown: text },
    ]),
  )
  if (finalSteps(turn, run).every((step) => step.undo === undefined)) {
    sayPattern(turn, 'correct.too_late', about)
    handOff(turn, { reason: 'too_late' })
  } else
    askWhether(turn, pattern(turn, 'correct.redo', about), about, {
      yes: ['correct.redo_yes', { do: 'redo', values, draft }],
      no: ['correct.redo_no', { do: 'continue' }],
    })
}

/** Actions done that cannot simply be done again; of those, the ones that used a changed slot. */
function finalSteps(
  turn: Turn,
  run: Run,
  changes?: readonly Change[],
): readonly StepOf<'action'>[] {
  const flow = flowOf(turn, run)
  return flow.source.steps.filter((step): step is StepOf<'action'> => {
    if (step.kind !== 'action' || !(step.id in run.done)) return false
    const isRepeatable = step.once === undefined || step.once === 'visit'
    const isIrreversible = flow.registry.actions[step.action]?.irreversible === true
    const isFinal = step.undo !== undefined || !isRepeatable || isIrreversible
    const read = Object.values(step.with ?? {}).flatMap((text) => [
      ...slotsNamed(flow.expression(text).ast),
    ])
    return isFinal && (!changes || changes.some(({ slot }) => read.includes(slot)))
  })
}
