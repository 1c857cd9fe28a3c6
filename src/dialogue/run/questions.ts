/** What a step asks about a slot, whether it is written as `ask` or as part of a `form`. */
import { askSteps, type CompiledFlow, slotsAsked } from '../files/compiled-flow.ts'
import type { AskStep, Words } from '../files/step-schema.ts'

interface Question {
  readonly prompt: Words
  readonly again: Words | undefined
  /** What to say after the first, second … answer that did not help. */
  readonly retry: readonly Words[]
}

export function questionOf(step: AskStep, slot: string): Question {
  if (step.kind === 'ask')
    return { prompt: step.prompt, again: step.again, retry: step.retry ?? [] }
  const prompt = step.prompts[slot] ?? { variants: [slot] }
  return { prompt, again: step.again?.[slot], retry: step.retry?.[slot] ?? [] }
}

/** The step that asks for a slot; the first when several do. */
export function stepAsking(flow: CompiledFlow, slot: string): AskStep | undefined {
  return askSteps(flow).find((step) => slotsAsked(step).includes(slot))
}

export interface Rule {
  readonly step: string
  /** Its place among the step's rules. */
  readonly index: number
  readonly when: string
  readonly say: Words
}

/** All rules that can refuse a value of the slot, wherever they are written. */
export function rulesFor(flow: CompiledFlow, slot: string): readonly Rule[] {
  return askSteps(flow)
    .filter((step) => slotsAsked(step).includes(slot))
    .flatMap((step) =>
      (step.reject ?? []).flatMap((rule, index) =>
        (rule.slot ?? slotsAsked(step)[0]) === slot
          ? [{ step: step.id, index, when: rule.when, say: rule.say }]
          : [],
      ),
    )
}
