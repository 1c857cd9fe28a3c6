/** What a firm without chat says of its work on the phone: its people have come, and they have finished. */
import { needsConsent } from '../quotes/charge-work.ts'
import { arriveAtTicket } from '../tickets/arrive.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { finishTicket } from '../tickets/finish.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { isIn } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { askForCheck, developersOrder } from './ask-for-check.ts'
import { noteArrived } from './order.ts'
import { type Given, type OrderAnswer, type OrderStep, ofOrder } from './steps.ts'

const ON_SITE = ['ARRIVED', 'IN_PROGRESS'] as const

/**
 * The firm's people are there. Where somebody of the house was there before them, only the firm's own clock ends.
 * Outcomes as of `ofOrder`; `already` when it was noted before, else those of an arrival.
 */
export function contractorCame(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-came', step, (given) => came(work, given))
}

async function came(work: Work, given: Given): Promise<OrderAnswer> {
  const { at, order, firm } = given
  const { ticket } = at
  if (order.staffId) return { outcome: 'by_chat', ticket, firm }
  if (order.arrivedAt) return { outcome: 'already', ticket, firm }
  if (!isIn(ticket.state, ON_SITE)) return await arrive(work, given)
  const noted = await recordEvent(work, ticket, { kind: 'contractor-came', note: { name: firm } })
  await noteArrived(work, order)
  return { outcome: 'ok', ticket: noted, firm }
}

async function arrive(work: Work, { at, firm }: Given): Promise<OrderAnswer> {
  const { outcome, ticket } = await arriveAtTicket(work, { ticketId: at.ticket.id })
  return { outcome: asStep(outcome), ticket, firm }
}

/**
 * The firm says that it is done: `reason` is what was done, which stands in for a photo of it as well. The ticket is
 * finished as if whoever follows it had been there, and the owner is asked as always; a developer's work is looked at first. By whoever has the ticket or
 * may finish it for them; `reason_wanted` without a word, `needs_consent` as of finishing.
 */
export function contractorFinished(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-finished', step, async (given): Promise<OrderAnswer> => {
    const { at, order, firm } = given
    const { ticket } = at
    if (order.staffId) return { outcome: 'by_chat', ticket, firm }
    const note = cleanText(step.reason ?? '', work.rules.tickets.longest_reason)
    if (note === '') return { outcome: 'reason_wanted', ticket, firm }
    if (await needsConsent(work, ticket)) return { outcome: 'needs_consent', ticket, firm }
    const there = await onSite(work, given)
    if (there.outcome !== 'ok' || !there.ticket) return there
    return await end(work, there.ticket, { note, firm })
  })
}

async function onSite(work: Work, given: Given): Promise<OrderAnswer> {
  const { ticket } = given.at
  return isIn(ticket.state, ON_SITE) ? { outcome: 'ok', ticket } : await arrive(work, given)
}

async function end(
  work: Work,
  ticket: TicketRow,
  { note, firm }: { readonly note: string; readonly firm: string },
): Promise<OrderAnswer> {
  const held = await developersOrder(work, ticket.id)
  if (held?.order.state === 'checking') return { outcome: 'already', ticket, firm }
  if (held) {
    const told = await askForCheck(work, ticket, held, { note: { text: note } })
    return { outcome: 'to_check', ticket: told, firm }
  }
  const done = await finishTicket(work, { ticketId: ticket.id, note, noPhoto: note })
  return { outcome: asStep(done.outcome), ticket: done.ticket, firm }
}

/** What an arrival of now and a finish with a note cannot answer counts as a state that does not fit. */
function asStep(outcome: string): OrderAnswer['outcome'] {
  const known = ['ok', 'already', 'not_yours', 'over', 'taken'] as const
  return known.find((one) => one === outcome) ?? 'wrong_state'
}
