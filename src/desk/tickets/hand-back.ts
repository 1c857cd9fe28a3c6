/** Giving a job back with a reason: 退单. Somebody else is looked for at once. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import type { Work } from '../work.ts'
import { closeCards } from './cards.ts'
import { cleanText } from './clean-text.ts'
import { dispatch } from './dispatch.ts'
import { endOffers, openOffers } from './offers.ts'
import { putBack, release } from './release.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, subjectOf, type TicketRow } from './ticket.ts'

export interface HandBack extends Step {
  /** An id of rules/tickets.yaml, or the person's own words. */
  readonly reason?: string | undefined
}

/** Only one's own offer or job can be given back; taking it from somebody is a transfer. */
export async function handBack(work: Work, back: HandBack) {
  return staffStep<'reason_wanted'>(work, 'return', back, async (at) => {
    const refused = await refuse(work, at)
    if (refused) return refused
    const reason = reasonOf(work, back.reason)
    if (!reason) return { outcome: 'reason_wanted', ticket: at.ticket }
    const { ticket } = at
    if (ticket.state === 'OFFERED') await leavePool(work, at, reason)
    else await giveUp(work, at, reason)
    return { outcome: 'ok', ticket: (await findTicket(work.tx, ticket.id)) ?? ticket }
  })
}

/** The words of a reason, or the person's own; null when none was given. */
export function reasonOf(work: Work, said: string | undefined): string | null {
  const { hold, return_reasons } = work.rules.tickets
  const known = [...return_reasons, ...hold.reasons].find(({ id }) => id === said)
  return known?.words ?? (cleanText(said ?? '', work.rules.tickets.longest_reason) || null)
}

async function refuse(work: Work, { staff, ticket }: InStep): Promise<StepAnswer | null> {
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  const offers = await openOffers(work.tx, ticket.id)
  const isMine = offers.some((offer) => offer.staffId === staff.id)
  if (isMine) return null
  return { outcome: await outcomeOfStranger(work, ticket, staff.id), ticket }
}

async function outcomeOfStranger(work: Work, ticket: TicketRow, staffId: string) {
  const past = await work.tx
    .selectFrom('assignment')
    .select('outcome')
    .where('ticketId', '=', ticket.id)
    .where('staffId', '=', staffId)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (past?.outcome === 'returned') return 'already' as const
  return past ? ('over' as const) : ('not_yours' as const)
}

/** The others may still take it; when nobody is left, it is nobody's. */
async function leavePool(work: Work, { staff, ticket }: InStep, reason: string): Promise<void> {
  await endOffers(work, ticket.id, { outcome: 'returned', reason, ofStaffId: staff.id })
  if ((await openOffers(work.tx, ticket.id)).length > 0) return
  await closeCards(work, ticket, { words: 'tickets.card.returned', exceptStaffId: staff.id })
  await dispatch(work, ticket.id, { afterPool: true, ifNobody: 'given_back' })
}

async function giveUp(work: Work, at: InStep, reason: string): Promise<void> {
  const { staff, ticket, exceptStaffId } = at
  const words = 'tickets.card.returned'
  const current = await release(work, ticket, { outcome: 'returned', reason, words, exceptStaffId })
  const back = await putBack(work, current, { reason, name: staff.name })
  if (ticket.acceptedAt) {
    await restartLadder(work, subjectOf(ticket.id))
    await tellOwner(work, back, { words: 'tickets.owner.rearranged', isNeeded: true })
  }
  await dispatch(work, ticket.id, { ifNobody: 'given_back' })
}
