/** What a finished ticket costs the owner: its bill, by the lines, to the fen. */
import { chargeTicket } from '../fees/ticket-bill.ts'
import { keepOwnerEvent } from '../owner-event.ts'
import { payersOfRoom } from '../residents/payers-of-room.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { totalOf } from './line-amount.ts'
import { isPaidByOwner } from './offer-quote.ts'
import { listWords } from './quote-words.ts'
import { consentGap, workLines } from './work-lines.ts'

/** The name of the event; its data are `number`, `completion`, `staff`, `place`. */
const PAID_DONE = 'ticket.paid-done'

/** Whether the lines cost more than the owner agreed to: then it cannot be finished (servicedesk.md A2). */
export async function needsConsent(work: Work, ticket: TicketRow): Promise<boolean> {
  return consentGap(work, ticket, await workLines(work.tx, ticket.id)) > 0
}

/** Fen the owner pays; 0 when it is free. Doing it again makes no second bill. */
export async function chargeWork(work: Work, done: TicketRow, staffName: string): Promise<number> {
  if (!isPaidByOwner(work, done) || done.roomId === null) return 0
  const lines = await workLines(work.tx, done.id)
  const amountFen = totalOf(lines)
  if (amountFen === 0) return 0
  const consent = await lastConsent(work, done.id)
  const payers = await payersOfRoom(work, done.roomId)
  const payer = payers.find(({ personId }) => personId === consent?.personId)
  await chargeTicket(work, {
    ticketId: done.id,
    number: done.number,
    projectId: done.projectId,
    roomId: done.roomId,
    // A tenant who agreed pays; of everybody else it is the owner's.
    payer: payer?.relation === 'tenant' ? 'tenant' : 'owner',
    payerPersonId: consent?.personId ?? null,
    amountFen,
    computed: listWords(lines),
  })
  const conversationId = consent?.conversationId
  if (conversationId) {
    await keepOwnerEvent(work, {
      conversationId,
      event: PAID_DONE,
      key: `${PAID_DONE}/${done.id}/${done.completions}`,
      data: {
        number: done.number,
        completion: done.completions,
        staff: staffName,
        place: done.place,
      },
    })
  }
  return amountFen
}

async function lastConsent(work: Work, ticketId: string) {
  return await work.tx
    .selectFrom('quote')
    .select(['personId', 'conversationId'])
    .where('ticketId', '=', ticketId)
    .where('state', '=', 'agreed')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}
