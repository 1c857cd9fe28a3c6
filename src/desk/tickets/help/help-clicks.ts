/** Taps on the cards of a call: 去协助, 去不了, 协助完了. */
import type { ClickHandler } from '../../action.ts'
import type { Work } from '../../work.ts'
import {
  acceptCall,
  declineCall,
  finishHelp,
  type HelpAnswer,
  type HelpStep,
} from './answer-call.ts'
import { findHelp } from './helper.ts'

/** By the keys of flows/_cards/tickets.yaml. */
const STEPS: Readonly<Record<string, (work: Work, step: HelpStep) => Promise<HelpAnswer>>> = {
  help_accept: acceptCall,
  help_decline: declineCall,
  help_done: finishHelp,
}

export const helpClick: ClickHandler = async (work, { subject, key }) => {
  if (work.actor.kind !== 'staff') return { outcome: 'not-staff' }
  const take = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined
  if (!take) return { outcome: 'unknown-key' }
  const help = await findHelp(work.tx, subject.id)
  if (!help) return { outcome: 'not_found' }
  const { outcome, ticket } = await take(work, {
    ...{ ticketId: help.ticketId, helpId: help.id, byTap: true },
  })
  if (!ticket) return { outcome }
  const did = outcome === 'ok' || outcome === 'already'
  const state = work.rules.tickets.states[ticket.state].words
  const words = did ? `tickets.card.did.${key}` : `tickets.card.help.refused.${outcome}`
  return { outcome, close: { words, values: { number: ticket.number, state } } }
}
