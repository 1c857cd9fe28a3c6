/** Takes a ticket out of somebody's hands, along moves the table allows. */
import type { Work } from '../work.ts'
import { closeCards } from './cards.ts'
import { goOn } from './hold.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { endOffers, type OfferOutcome } from './offers.ts'
import type { TicketRow } from './ticket.ts'

export interface Release {
  readonly outcome: OfferOutcome
  readonly reason: string | null
  /** Words for the cards that lose their buttons. */
  readonly words: string
  readonly exceptStaffId?: string | undefined
}

/** Brings the ticket to where it can be given to the next one: NEW, REOPENED, ASSIGNED, ACCEPTED or IN_PROGRESS. */
export async function release(
  work: Work,
  ticket: TicketRow,
  { outcome, reason, words, exceptStaffId }: Release,
): Promise<TicketRow> {
  await endOffers(work, ticket.id, { outcome, reason })
  let current = ticket
  if (current.state === 'ON_HOLD') current = await goOn(work, current)
  // There is no way from ARRIVED to another person but through the work itself (servicedesk.md D3).
  if (current.state === 'ARRIVED') {
    current = await mustMove(work, current, { to: 'IN_PROGRESS', kind: 'started' })
  }
  await closeCards(work, current, { words, exceptStaffId })
  return current
}

/** Back to where nobody has it: NEW. */
export async function putBack(
  work: Work,
  ticket: TicketRow,
  note: Readonly<Record<string, unknown>>,
): Promise<TicketRow> {
  const cleared = { assigneeId: null, teamId: null, acceptedAt: null, ...NO_ARRIVAL }
  let current = ticket
  if (current.state === 'ACCEPTED' || current.state === 'IN_PROGRESS') {
    current = await mustMove(work, current, { to: 'ASSIGNED', kind: 'handed-back', note })
  }
  if (current.state !== 'ASSIGNED' && current.state !== 'OFFERED') return current
  return await mustMove(work, current, { to: 'NEW', kind: 'returned', set: cleared, note })
}
