/** Whether talks that wait in an old version can go on in a new one as if nothing had happened (dialogue.md D13, carry). */
import type { FlowSource } from './compiled-flow.ts'
import type { SlotDef } from './slot-schema.ts'
import type { Step } from './step-schema.ts'

export interface KeptSource {
  readonly hash: string
  readonly revision: number
}

/** Whether `migrate` of a flow names this version of it, by its revision or the beginning of its hash. */
export function isCarried({ migrate, hash: own }: FlowSource, kept: KeptSource): boolean {
  const named = [migrate?.from ?? []].flat()
  const isNamed = (by: number | string) =>
    typeof by === 'number' ? by === kept.revision : kept.hash.startsWith(by)
  return kept.hash !== own && named.some(isNamed)
}

/**
 * What keeps waiting talks of `old` from going on in `next`; empty when nothing does. Every place where one can stand
 * must still be there and ask or do the same, and every value one can hold must still be allowed.
 */
export function carryProblems(old: FlowSource, next: FlowSource): readonly string[] {
  const steps = new Map(next.steps.map((step) => [step.id, step]))
  return [
    ...old.steps.flatMap((step) => stepProblem(step, steps.get(step.id)) ?? []),
    ...Object.entries(old.slots).flatMap(
      ([slot, def]) => slotProblem(slot, def, next.slots[slot]) ?? [],
    ),
  ]
}

function stepProblem(before: Step, now: Step | undefined): string | undefined {
  const { id } = before
  if (!now) return `步骤“${id}”没有了 / the step "${id}" is gone`
  if (subjectOf(before) === subjectOf(now)) return undefined
  return `步骤“${id}”做的不是同一件事了：原为 ${subjectOf(before)}，现为 ${subjectOf(now)} / the step "${id}" does something else now`
}

/** What a step is about, beside its words and its ways. */
function subjectOf(step: Step): string {
  switch (step.kind) {
    case 'ask':
      return `ask ${step.ask}`
    case 'form':
      return `form ${step.form.slots.join(' ')}`
    case 'confirm':
      return 'slot' in step.confirm ? `confirm ${step.confirm.slot}` : 'confirm'
    case 'call':
      return `call ${step.call}`
    case 'jump':
      return `jump ${step.jump}`
    case 'action':
      return `action ${step.action}`
    case 'each':
      return `each ${step.each} ${step.do}`
    case 'wait':
      return `wait ${step.wait.event ?? ''}`
    case 'schedule':
      return `schedule ${step.schedule}`
    default:
      return step.kind
  }
}

function slotProblem(slot: string, before: SlotDef, now: SlotDef | undefined): string | undefined {
  if (!now) return `信息“${slot}”没有了 / the slot "${slot}" is gone`
  if (now.type !== before.type)
    return `信息“${slot}”的类型变了：原为 ${before.type}，现为 ${now.type} / the slot "${slot}" has another type`
  const left = new Set(optionsOf(now))
  const gone = optionsOf(before).filter((id) => !left.has(id))
  if (gone.length === 0) return undefined
  return `信息“${slot}”少了选项 ${gone.join('、')} / the slot "${slot}" has lost options`
}

function optionsOf(def: SlotDef): readonly string[] {
  const { options } = def
  return (options ?? []).map(({ id }) => id)
}
