/** While the owner thinks about a quote the ticket is on hold: nobody is late for what somebody else decides. */
import { estateDay } from '../residents/estate-day.ts'
import { closeCards, showJob } from '../tickets/cards.ts'
import { goOn } from '../tickets/hold.ts'
import { mustMove } from '../tickets/move-ticket.ts'
import { sayDay } from '../tickets/say-time.ts'
import { standStill } from '../tickets/stand-still.ts'
import { HOLDABLE_STATES, isIn } from '../tickets/states.ts'
import { noteTold, tellOwner } from '../tickets/tell-owner.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import type { QuoteRow } from './quote.ts'

export function waitsForConsent(work: Work, ticket: TicketRow): boolean {
  return ticket.state === 'ON_HOLD' && ticket.holdReason === work.rules.tickets.hold.consent.id
}

/** The quote itself tells whoever is asked: there is no word of the pause beside it. */
export async function waitForConsent(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
): Promise<TicketRow> {
  const { id, stops_as, words } = work.rules.tickets.hold.consent
  if (!isIn(ticket.state, HOLDABLE_STATES)) return ticket
  const held = await mustMove(work, ticket, {
    to: 'ON_HOLD',
    kind: 'held',
    set: { heldFrom: ticket.state, holdReason: id, holdUntil: estateDay(quote.validUntil) },
    note: { reason: id },
  })
  await standStill(work, held, stops_as)
  await closeCards(work, held, { words: 'tickets.card.held', values: { reason: words } })
  await showJob(work, held, held.assigneeId ?? quote.staffId)
  if (quote.conversationId === ticket.conversationId) {
    await noteTold(work, held, 'tickets.owner.held')
  } else {
    const until = sayDay(estateDay(quote.validUntil), work.now)
    await tellOwner(work, held, 'tickets.owner.held', { reason: words, until })
  }
  return held
}

/** Back to where it was, with the card for the next step. */
export async function stopWaiting(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
): Promise<TicketRow> {
  if (!waitsForConsent(work, ticket)) return ticket
  const going = await goOn(work, ticket)
  await closeCards(work, going, { words: 'tickets.card.resumed' })
  if (going.assigneeId) await showJob(work, going, going.assigneeId)
  if (quote.conversationId === ticket.conversationId) {
    await noteTold(work, going, 'tickets.owner.resumed')
  } else {
    await tellOwner(work, going, 'tickets.owner.resumed')
  }
  return going
}
