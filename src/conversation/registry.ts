/** The desk's offer in the words of the flow language: what the linter holds flow files against. */
import type { Fact } from '../desk/action.ts'
import { deskActions, deskFacts } from '../desk/desk.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { ENV_NAMES } from './env.ts'
import { placeFacts } from './place-facts.ts'
import { whoseHomeFacts } from './whose-home.ts'

/** What expressions may ask: the desk, and the sentence itself. */
export const facts: Readonly<Record<string, Fact>> = {
  ...deskFacts,
  ...placeFacts,
  ...whoseHomeFacts,
}

export function deskRegistry(): Registry {
  const actions = [...deskActions.values()].map(
    ({ name, with: fields, outcomes, result, irreversible }) =>
      [name, { with: fields, outcomes, result, ...(irreversible && { irreversible }) }] as const,
  )
  const signatures = Object.entries(facts).map(([name, fact]) => [name, fact.signature] as const)
  return {
    actions: Object.fromEntries(actions),
    facts: Object.fromEntries(signatures),
    env: ENV_NAMES,
  }
}
