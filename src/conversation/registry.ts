/** The desk's offer in the words of the flow language: what the linter holds flow files against. */
import type { Action, Fact } from '../desk/action.ts'
import {
  deskActions,
  deskFacts,
  type OtherServices,
  remoteActions,
  remoteFacts,
} from '../desk/desk.ts'
import type { ActionSignature, Registry } from '../dialogue/files/registry.ts'
import { ENV_NAMES } from './env.ts'
import { placeFacts } from './place-facts.ts'
import { whoseHomeFacts } from './whose-home.ts'

/** What expressions may ask: the desk, and the sentence itself. */
export const facts: Readonly<Record<string, Fact>> = {
  ...deskFacts,
  ...placeFacts,
  ...whoseHomeFacts,
}

/** What is offered does not hang on which services are configured: flows ask for that. */
const NONE: OtherServices = { payLinks: null }

export function deskRegistry(): Registry {
  const local = [...deskActions.values()].map((action) => signatureOf(action))
  const remote = [...remoteActions(NONE).values()].map((action) => signatureOf(action, true))
  const asked = Object.entries({ ...facts, ...remoteFacts(NONE) })
  return {
    actions: Object.fromEntries([...local, ...remote]),
    facts: Object.fromEntries(asked.map(([name, fact]) => [name, fact.signature] as const)),
    env: ENV_NAMES,
  }
}

function signatureOf(
  { name, with: fields, outcomes, result, irreversible }: Omit<Action, 'run'>,
  remote = false,
): readonly [string, ActionSignature] {
  const flags = { ...(irreversible && { irreversible }), ...(remote && { remote }) }
  return [name, { with: fields, outcomes, result, ...flags }]
}
