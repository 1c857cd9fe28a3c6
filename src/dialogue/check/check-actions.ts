/** Actions: that the desk offers them, gets what they need, and every answer leads somewhere. */
import { askSteps, type CompiledFlow, slotsAsked } from '../files/compiled-flow.ts'
import { stepEdges } from '../files/edges.ts'
import { CEL_TYPES } from '../files/expression.ts'
import type { Path, Report } from '../files/problem.ts'
import { slotsNamed } from '../files/reads.ts'
import type { ActionSignature } from '../files/registry.ts'
import type { StepOf } from '../files/step-schema.ts'
import { assignedSlots } from './assigned.ts'

interface Place {
  readonly flow: CompiledFlow
  readonly step: StepOf<'action'>
  readonly signature: ActionSignature
  readonly path: Path
  readonly report: Report
}

export function checkActions(flow: CompiledFlow, report: Report): void {
  const assigned = assignedSlots(flow)
  const unconfirmed = reachedUnconfirmed(flow)
  for (const [index, step] of flow.source.steps.entries()) {
    if (step.kind !== 'action') continue
    const path = ['steps', index]
    const signature = Object.hasOwn(flow.registry.actions, step.action)
      ? flow.registry.actions[step.action]
      : undefined
    if (!signature) {
      report(
        [...path, 'action'],
        'unknown-action',
        `系统没有动作“${step.action}” / the desk has no action "${step.action}"`,
      )
      continue
    }
    const place = { flow, step, signature, path, report }
    checkOutcomes(place)
    checkPatience(place)
    checkInputs(place, assigned.get(step.id) ?? new Set())
    if (signature.irreversible) checkConfirmed(place, unconfirmed)
  }
}

function checkOutcomes({ flow, step, signature, path, report }: Place): void {
  if (!Object.hasOwn(step.outcomes, 'else'))
    report([...path, 'outcomes'], 'outcome-else', 'outcomes 里要有 else / outcomes need an else')
  for (const outcome of Object.keys(step.outcomes))
    if (outcome !== 'else' && !signature.outcomes.includes(outcome))
      report(
        [...path, 'outcomes', outcome],
        'unknown-outcome',
        `“${step.action}”没有结果“${outcome}”，只有 ${signature.outcomes.join('、')} / "${step.action}" never answers "${outcome}"`,
      )
  for (const slot of Object.keys(step.save ?? {}))
    if (!Object.hasOwn(flow.source.slots, slot))
      report(
        [...path, 'save', slot],
        'unknown-slot',
        `没有叫“${slot}”的信息项 / unknown slot "${slot}"`,
      )
}

/** What takes its time is done once, and only that can be waited for. */
function checkPatience({ flow, step, signature, path, report }: Place): void {
  const { timeout, retry, progress } = step
  if (signature.remote && step.once === undefined)
    report(
      path,
      'remote-once',
      `“${step.action}”要联网办理，请写 once，免得办两次 / "${step.action}" goes over a network: say once, so that it is not done twice`,
    )
  if (signature.remote && flow.id === 'hazard')
    report(
      [...path, 'action'],
      'hazard-waits',
      `紧急流程不能等“${step.action}” / danger must not wait for "${step.action}"`,
    )
  if (!signature.remote && (timeout ?? retry ?? progress) !== undefined)
    report(
      path,
      'not-remote',
      `“${step.action}”当场办完，不用写 timeout、retry、progress / "${step.action}" is done at once: remove timeout, retry and progress`,
      'warning',
    )
}

function checkInputs(place: Place, known: ReadonlySet<string>): void {
  const { step, signature, path, report } = place
  for (const [name, text] of Object.entries(step.with ?? {})) {
    const wrong = wrongInput(place, name, text, known)
    if (wrong) report([...path, 'with', name], ...wrong)
  }
  for (const [name, input] of Object.entries(signature.with))
    if (!input.optional && !Object.hasOwn(step.with ?? {}, name))
      report(
        path,
        'missing-input',
        `“${step.action}”还需要“${name}” / "${step.action}" also needs "${name}"`,
      )
}

function wrongInput(
  { flow, step, signature }: Place,
  name: string,
  text: string,
  known: ReadonlySet<string>,
): readonly [rule: string, message: string] | undefined {
  const input = signature.with[name]
  if (!input)
    return [
      'unknown-input',
      `“${step.action}”不接受“${name}” / "${step.action}" takes no "${name}"`,
    ]
  const { type } = typed(flow, text)
  if (type && !fits(type, CEL_TYPES[input.type]))
    return [
      'input-type',
      `“${name}”应为 ${input.type}，这里是 ${type} / "${name}" has to be ${input.type}, this is ${type}`,
    ]
  const slot = /^slots\.(\w+)$/.exec(text.trim())?.[1] ?? ''
  const mayBeEmpty = !input.optional && !known.has(slot) && Object.hasOwn(flow.source.slots, slot)
  return mayBeEmpty
    ? [
        'maybe-empty',
        `“${slot}”可能还没有值，而“${name}”必填 / "${slot}" may be empty but "${name}" is required`,
      ]
    : undefined
}

/** What cannot be taken back is confirmed first, on a card that can change all that was typed for it. */
function checkConfirmed(
  { flow, step, path, report }: Place,
  unconfirmed: ReadonlySet<string>,
): void {
  if (flow.id !== 'hazard' && unconfirmed.has(step.id))
    report(
      path,
      'unconfirmed',
      `“${step.action}”不能撤回，之前要有 confirm / "${step.action}" cannot be taken back: confirm before it on every way`,
    )
  const cards = flow.source.steps.flatMap((each) =>
    each.kind === 'confirm' && 'editable' in each.confirm ? [each.confirm.editable] : [],
  )
  const asked = new Set(askSteps(flow).flatMap(slotsAsked))
  if (cards.length === 0) return
  for (const [name, text] of Object.entries(step.with ?? {}))
    for (const slot of typed(flow, text).slots)
      if (asked.has(slot) && !cards.flat().includes(slot))
        report(
          [...path, 'with', name],
          'not-editable',
          `“${slot}”会提交，但确认时改不了，请加进 editable / "${slot}" is submitted but cannot be changed on the card: add it to editable`,
        )
}

/** Steps that some way reaches past every confirm. */
function reachedUnconfirmed(flow: CompiledFlow): ReadonlySet<string> {
  const reached = new Set([flow.first])
  for (const id of reached) {
    const step = flow.steps.get(id)
    for (const { to } of stepEdges(flow.source, step))
      if (step?.kind !== 'confirm' || to !== step.accept) reached.add(to)
  }
  return reached
}

/** An expression that does not parse is reported with the others. */
function typed(
  flow: CompiledFlow,
  text: string,
): { readonly type?: string; readonly slots: readonly string[] } {
  try {
    const expression = flow.expression(text)
    const { type } = expression.check()
    return { ...(type && { type }), slots: [...slotsNamed(expression.ast)] }
  } catch {
    return { slots: [] }
  }
}

function fits(type: string, wanted: string): boolean {
  if (type === 'dyn' || wanted === 'dyn' || type.startsWith(wanted)) return true
  // An empty list is one of anything, and an integer is as good as a number.
  return (
    (type === 'list<T>' && wanted.startsWith('list')) || (type === 'int' && wanted === 'double')
  )
}
