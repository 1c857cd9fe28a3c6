/** What each kind of step does. A step sets where the run goes next, or what it waits for. */
import type { Step, StepKind, StepOf } from '../files/step-schema.ts'
import { actionStep } from './action-step.ts'
import { askStep } from './ask-step.ts'
import { callStep, eachStep } from './call-step.ts'
import { finish } from './end-run.ts'
import { handOff, mayHandOff } from './handoff.ts'
import { scheduleStep } from './outbound.ts'
import type { Run } from './session.ts'
import { startFlow } from './start-flow.ts'
import { evaluate, evaluateAll, note, render, say, type Turn } from './turn.ts'
import { fill, forget } from './values.ts'
import { waitStep } from './wait-step.ts'

type Runner<K extends StepKind> = (turn: Turn, run: Run, step: StepOf<K>) => void | Promise<void>

const RUNNERS: { readonly [K in Step['kind']]: Runner<K> } = {
  say: sayStep,
  ask: askStep,
  form: askStep,
  confirm: confirmStep,
  set: setStep,
  branch: branchStep,
  call: callStep,
  each: eachStep,
  wait: waitStep,
  schedule: scheduleStep,
  ab: abStep,
  jump: (turn, run, step) => jump(turn, run, step.jump, step.with),
  action: actionStep,
  handoff: handoffStep,
  end: (turn, run, step) => finish(turn, run, step.end),
}

export async function runStep(turn: Turn, run: Run, step: Step): Promise<void> {
  await (RUNNERS[step.kind] as Runner<typeof step.kind>)(turn, run, step as never)
}

/** Replaces the run by another flow's. */
export async function jump(
  turn: Turn,
  run: Run,
  flow: string,
  inputs: StepOf<'jump'>['with'] = {},
): Promise<void> {
  const values = await evaluateAll(turn, run, inputs)
  await finish(turn, run, 'jumped')
  const strict = Object.fromEntries(
    Object.entries(values).map(([slot, value]) => [slot, { value, strict: true }]),
  )
  await startFlow(turn, { flow, text: '', values: strict }, true)
}

async function sayStep(turn: Turn, run: Run, step: StepOf<'say'>): Promise<void> {
  if (run.replay) {
    run.at = step.next
    return
  }
  const { text, link, label, image } = 'variants' in step.say ? { text: step.say } : step.say
  const words = render(turn, run, text)
  if (link === undefined) say(turn, { kind: 'text', text: words })
  else
    say(turn, {
      kind: 'link',
      text: words,
      label: label ?? words,
      url: render(turn, run, { variants: [link] }),
    })
  if (image !== undefined)
    say(turn, { kind: 'image', fileId: String(await evaluate(turn, run, image)) })
  run.at = step.next
}

/** A card is accepted anew whenever it is reached; a question for a slot stands answered while walking again. */
function confirmStep(_: Turn, run: Run, step: StepOf<'confirm'>): void {
  const slot = 'slot' in step.confirm ? step.confirm.slot : undefined
  const said = slot === undefined ? undefined : run.slots[slot]?.value
  if (run.replay && typeof said === 'boolean') run.at = said ? step.accept : step.decline
  else run.wait = { step: step.id, slot }
}

async function setStep(turn: Turn, run: Run, step: StepOf<'set'>): Promise<void> {
  for (const [slot, text] of Object.entries(step.set)) {
    if (text === null) forget(run, slot)
    else fill(turn, run, slot, { value: await evaluate(turn, run, text), by: 'set' })
  }
  run.at = step.next
}

async function branchStep(turn: Turn, run: Run, step: StepOf<'branch'>): Promise<void> {
  for (const [index, way] of step.branch.entries()) {
    if ('when' in way && (await evaluate(turn, run, way.when)) !== true) continue
    note(turn, 'branch_taken', run, { step: step.id, detail: String(index) })
    run.at = 'when' in way ? way.goto : way.else
    return
  }
  run.at = step.next
}

/** The same person goes the same way every time: decided by a hash, weighted. */
function abStep(turn: Turn, run: Run, step: StepOf<'ab'>): void {
  const of = `${turn.world.user.id ?? run.id}/${step.experiment ?? `${run.flow}.${step.id}`}`
  const total = step.ab.reduce((sum, { weight }) => sum + weight, 0)
  let left = shareOf(of) * total
  const found = step.ab.findIndex(({ weight }) => {
    left -= weight
    return left < 0
  })
  const index = Math.max(0, found)
  note(turn, 'branch_taken', run, { step: step.id, detail: String(index) })
  run.at = step.ab[index]?.goto ?? step.next
}

/** From 0 up to 1, evenly over all texts (FNV-1a, its bits mixed once more). */
function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

async function handoffStep(
  turn: Turn,
  run: Run,
  { handoff, say: words, next }: StepOf<'handoff'>,
): Promise<void> {
  const summary =
    handoff.summary && !handoff.summary.variants.includes('auto')
      ? render(turn, run, handoff.summary)
      : undefined
  handOff(turn, {
    queue: handoff.queue,
    reason: handoff.reason ?? run.flow,
    summary,
    slaMs: handoff.sla,
    words: words && render(turn, run, words),
  })
  if (!mayHandOff(turn)) {
    run.at = next
    return
  }
  turn.session.handoff = { runId: run.id, goto: handoff.return?.goto ?? next }
  run.wait = { step: run.at }
}
