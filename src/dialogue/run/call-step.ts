/** Steps that have another flow do a part: once, or once for each item of a list. */
import type { StepOf } from '../files/step-schema.ts'
import { finish } from './end-run.ts'
import { mark, passOn } from './return-to.ts'
import type { Run } from './session.ts'
import { pushRun, refusedAccess } from './start-flow.ts'
import { evaluateAll, flowOf, flowWords, sayPattern, type Turn } from './turn.ts'
import { fill } from './values.ts'

export async function callStep(turn: Turn, run: Run, step: StepOf<'call'>): Promise<void> {
  const given = await evaluateAll(turn, run, step.with)
  const input = JSON.stringify(given)
  if (isPassed(run, step.id, input)) return passOn(run, step)
  mark(run, step.id, { input })
  await begin(turn, run, step.call, given)
}

export async function eachStep(turn: Turn, run: Run, step: StepOf<'each'>): Promise<void> {
  const all = run.slots[step.each]?.value
  const items: readonly unknown[] = Array.isArray(all) ? all : []
  const input = JSON.stringify(items)
  if (isPassed(run, step.id, input)) return passOn(run, step)
  const before = run.passed?.[step.id]
  const isGoingOn = before?.to === undefined && before?.input === input
  if (!isGoingOn) beginRounds(turn, run, step, items.length)
  const round = isGoingOn ? (before.round ?? 0) : 0
  mark(run, step.id, { input, round })
  if (round >= Math.min(items.length, step.max)) return passOn(run, step)
  const given = await evaluateAll(turn, run, step.with, { step, item: items[round] })
  await begin(turn, run, step.do, given)
}

function beginRounds(turn: Turn, run: Run, { collect, max }: StepOf<'each'>, many: number): void {
  for (const slot of Object.keys(collect ?? {})) fill(turn, run, slot, { value: [], by: 'call' })
  if (many > max) sayPattern(turn, 'each.max', { max })
}

/** Walked again with the same to work on, what was done stays done. */
function isPassed({ replay, passed }: Run, step: string, input: string): boolean {
  return replay === true && passed?.[step]?.to !== undefined && passed[step].input === input
}

/** Part of the whole: who may not do the part may not do the whole. */
async function begin(
  turn: Turn,
  run: Run,
  flowId: string,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const flow = turn.world.flows.flows.get(flowId)
  const refused = flow ? refusedAccess(turn, flow) : 'access.paused'
  if (!flow || refused) {
    sayPattern(turn, refused ?? 'access.paused', { flow: flowWords(flow ?? flowOf(turn, run)) })
    return await finish(turn, run, 'denied')
  }
  delete run.replay
  const child = pushRun(turn, flow, 'call', { text: '' })
  for (const [slot, value] of Object.entries(given)) fill(turn, child, slot, { value, by: 'call' })
}
