/** Why a ticket is on hold, and until when, as people read it. */
import type { Work } from '../work.ts'
import { sayDay } from './say-time.ts'
import type { TicketRow } from './ticket.ts'

/** "等配件到货，预计11月23日"; empty when it is not on hold. */
export function holdWords(work: Work, ticket: TicketRow): string {
  const { reasons, linked, consent } = work.rules.tickets.hold
  const reason = [...reasons, linked, consent].find(({ id }) => id === ticket.holdReason)
  if (!reason || !ticket.holdUntil) return ''
  return `${reason.words}，预计${sayDay(ticket.holdUntil, work.now)}`
}
