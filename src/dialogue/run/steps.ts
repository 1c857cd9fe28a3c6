/** What each kind of step does. A step sets where the run goes next, or what it waits for. */
import type { Step, StepKind, StepOf } from '../files/step-schema.ts'
import { actionStep } from './action-step.ts'
import { askStep } from './ask-step.ts'
import { finish } from './end-run.ts'
import { handOff, mayHandOff } from './handoff.ts'
import type { Run } from './session.ts'
import { pushRun, refusedAccess, startFlow } from './start-flow.ts'
import { evaluate, flowOf, flowWords, note, render, say, sayPattern, type Turn } from './turn.ts'
import { fill, forget } from './values.ts'

type Runner<K extends StepKind> = (turn: Turn, run: Run, step: StepOf<K>) => void | Promise<void>

const RUNNERS: { readonly [K in Step['kind']]: Runner<K> } = {
  say: sayStep,
  ask: askStep,
  form: askStep,
  confirm: confirmStep,
  set: setStep,
  branch: branchStep,
  call: callStep,
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
  const values = await computed(turn, run, inputs)
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

async function callStep(turn: Turn, run: Run, step: StepOf<'call'>): Promise<void> {
  const flow = turn.world.flows.flows.get(step.call)
  const refused = flow ? refusedAccess(turn, flow) : 'access.paused'
  if (!flow || refused) {
    sayPattern(turn, refused ?? 'access.paused', { flow: flowWords(flow ?? flowOf(turn, run)) })
    return await finish(turn, run, 'denied')
  }
  const values = await computed(turn, run, step.with ?? {})
  const child = pushRun(turn, flow, 'call', { text: '' })
  for (const [slot, value] of Object.entries(values)) fill(turn, child, slot, { value, by: 'call' })
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

async function computed(
  turn: Turn,
  run: Run,
  inputs: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(inputs)) values[name] = await evaluate(turn, run, text)
  return values
}
