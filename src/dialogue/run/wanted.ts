/** What a sentence is searched for: the slots a person may fill, in the order in which they claim words. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { isSentType } from '../files/slot-schema.ts'
import type { Wanted } from '../understand/extract.ts'
import type { Run } from './session.ts'

const NOT_SAID = new Set(['text', 'list', 'json'])

/** In order of claim: the slot being asked, empty ones, filled ones. */
export function wantedOf(
  { source }: CompiledFlow,
  run: Run,
  asked: string | undefined,
): readonly Wanted[] {
  const confirmed = new Set(
    source.steps.flatMap((step) =>
      step.kind === 'confirm' && 'slot' in step.confirm ? [step.confirm.slot] : [],
    ),
  )
  const rank = (slot: string) => (slot === asked ? 0 : slot in run.slots ? 2 : 1)
  return Object.entries(source.slots)
    .filter(([slot, def]) => {
      const isOpen =
        (def.source ?? 'user') === 'user' && !NOT_SAID.has(def.type) && !isSentType(def.type)
      // What confirms must be said in answer, never picked up on the way (dialogue.md section 0, 4).
      return isOpen && (slot === asked || (!def.never_prefill && !confirmed.has(slot)))
    })
    .map(([slot, def]) => ({ slot, def, options: run.offers[slot] }))
    .toSorted((a, b) => rank(a.slot) - rank(b.slot))
}
