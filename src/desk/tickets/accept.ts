/** Taking a ticket: 接单. Of two who tap at once one has it, and the other is told who. */
import type { StaffMember } from '../staff/staff.ts'
import { supervises } from '../staff/supervises.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { closeCards, showJob } from './cards.ts'
import { endHelpOfHolder } from './help/end-of-help.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { type NotNow, notNow } from './not-now.ts'
import { endOffers, insertOffer, nextRound, openOffers, stampOffer, wasOffered } from './offers.ts'
import { keepAccept } from './promises.ts'
import { holderOf, type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES, WAITING_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

type Accepted = StepAnswer<StepAnswer['outcome'] | NotNow>

export async function acceptTicket(work: Work, step: Step): Promise<Accepted> {
  return staffStep<NotNow>(work, 'accept', step, async (at) => {
    const refused = await refuse(work, at)
    return refused ?? { outcome: 'ok', ticket: await takeAndCome(work, at) }
  })
}

/**
 * Whoever was offered it may take it while nobody has and they still can, even after the offer ran out: better late
 * than nobody.
 * Leads, dispatchers and managers may take over what is not accepted yet.
 */
async function refuse(work: Work, { staff, ticket }: InStep): Promise<Accepted | null> {
  if (ticket.assigneeId === staff.id) return ofOnesOwn(ticket)
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  const isBoss = supervises(staff)
  if (!isBoss && !(await wasOffered(work.tx, ticket, staff.id)))
    return { outcome: 'not_yours', ticket }
  const isFree = isIn(ticket.state, WAITING_STATES)
  if (isBoss && (isFree || ticket.state === 'ASSIGNED')) return null
  if (!isFree) return { outcome: 'taken', ticket, holder: await holderOf(work, ticket) }
  const why = await notNow(work, ticket, staff)
  return why && { outcome: why, ticket }
}

function ofOnesOwn(ticket: TicketRow): StepAnswer | null {
  if (ticket.state === 'ASSIGNED') return null
  return { outcome: ticket.state === 'CANCELLED' ? 'over' : 'already', ticket }
}

/** As `take`, and the owner hears who comes. */
export async function takeAndCome(work: Work, at: InStep): Promise<TicketRow> {
  const accepted = await take(work, at)
  await tellOwner(work, accepted, 'tickets.owner.accepted', { appt: accepted.apptText ?? '' })
  return accepted
}

/** Makes the ticket this member's, accepted; it is locked and nobody holds it, or it may be given away. */
export async function take(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
): Promise<TicketRow> {
  const mine =
    ticket.state === 'ASSIGNED' && ticket.assigneeId === staff.id
      ? ticket
      : await becomeAssignee(work, ticket, staff)
  await endOffers(work, ticket.id, { outcome: 'taken-by-other', exceptStaffId: staff.id })
  await stampOffer(work, ticket.id, staff.id, { acceptedAt: work.now })
  const accepted = await mustMove(work, mine, {
    to: 'ACCEPTED',
    kind: 'accepted',
    set: { acceptedAt: work.now },
    note: { name: staff.name },
  })
  await keepAccept(work, accepted, staff.id)
  await endHelpOfHolder(work, accepted)
  const values = { holder: staff.name }
  await closeCards(work, accepted, { words: 'tickets.card.taken', values, exceptStaffId })
  await showJob(work, accepted, staff.id)
  return accepted
}

/** The offer that is open is used; whoever was late, or takes over, gets one of their own. */
async function becomeAssignee(
  work: Work,
  ticket: TicketRow,
  staff: StaffMember,
): Promise<TicketRow> {
  const round = await nextRound(work.tx, ticket.id)
  const hasOffer = (await openOffers(work.tx, ticket.id)).some(
    (offer) => offer.staffId === staff.id,
  )
  const mode = supervises(staff) ? 'MANUAL' : 'GRAB'
  if (!hasOffer) await insertOffer(work, ticket, { staffId: staff.id, mode, round })
  await cancelTask(work, dispatchTaskKey(ticket.id, round))
  return await mustMove(work, ticket, {
    to: 'ASSIGNED',
    kind: 'assigned',
    set: { assigneeId: staff.id, teamId: staff.teamId, ...NO_ARRIVAL },
    note: { mode, name: staff.name },
  })
}
