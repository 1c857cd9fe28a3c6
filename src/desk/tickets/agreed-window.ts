/** Agreeing another window for a visit. */
import type { Work } from '../work.ts'
import type { Appointment } from './appointment.ts'
import { closeCards, showJob, showOffer } from './cards.ts'
import { categoryOf } from './categories.ts'
import { openOffers } from './offers.ts'
import { movePromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { isIn, WITHDRAWABLE_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

/** Nobody has come yet, so another time can still be agreed; ON_HOLD counts as what it was held from. */
export function isBeforeVisit(work: Work, ticket: TicketRow): boolean {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  const state = ticket.state === 'ON_HOLD' ? ticket.heldFrom : ticket.state
  return visit && isIn(state ?? '', WITHDRAWABLE_STATES)
}

/** Equal when both say the same time, or both none. */
export function isAgreed(ticket: TicketRow, window: Appointment | null): boolean {
  const isSame = (one: Date | null, other: Date | undefined) =>
    (one?.getTime() ?? null) === (other?.getTime() ?? null)
  return isSame(ticket.apptStart, window?.start) && isSame(ticket.apptEnd, window?.end)
}

export interface Agreement {
  readonly window: Appointment | null
  /** Whose wish it is: an owner's moves all that is promised, one of staff only the coming. */
  readonly askedBy: 'owner' | 'staff'
}

/** The ticket is locked. The clocks follow, and whoever holds a card about it gets one with the new time. */
export async function agreeWindow(
  work: Work,
  ticket: TicketRow,
  { window, askedBy }: Agreement,
): Promise<TicketRow> {
  const changed = await recordEvent(work, ticket, {
    kind: 'appointment-changed',
    set: {
      apptStart: window?.start ?? null,
      apptEnd: window?.end ?? null,
      apptText: window?.text ?? null,
      apptChanges: ticket.apptChanges + 1,
    },
    note: { before: ticket.apptText, askedBy },
  })
  await movePromises(work, changed, askedBy)
  await closeCards(work, changed, { words: 'tickets.card.rearranged' })
  if (changed.state === 'ASSIGNED' || changed.state === 'OFFERED') {
    for (const { staffId } of await openOffers(work.tx, changed.id)) {
      await showOffer(work, changed, staffId)
    }
  } else if (changed.assigneeId) await showJob(work, changed, changed.assigneeId)
  // Who wished it has heard it in the talk; what was promised before is not told as moved later on.
  await tellOwner(work, changed, { words: 'tickets.owner.moved', isNeeded: true })
  return changed
}
