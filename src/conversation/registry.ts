/** The desk's offer in the words of the flow language: what the linter holds flow files against. */
import { deskActions, deskFacts } from '../desk/desk.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { ENV_NAMES } from './env.ts'

export function deskRegistry(): Registry {
  const actions = [...deskActions.values()].map(
    ({ name, with: fields, outcomes, result, irreversible }) =>
      [name, { with: fields, outcomes, result, ...(irreversible && { irreversible }) }] as const,
  )
  const facts = Object.entries(deskFacts).map(([name, fact]) => [name, fact.signature] as const)
  return {
    actions: Object.fromEntries(actions),
    facts: Object.fromEntries(facts),
    env: ENV_NAMES,
  }
}
