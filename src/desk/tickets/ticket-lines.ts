/** A ticket as flows show it: plain objects of ready words, for menus and answers. */
import { firmAtWork } from '../contractors/order.ts'
import { withoutPhones } from '../residents/masked.ts'
import { findStaff } from '../staff/staff.ts'
import { payerOf, UNSETTLED } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { isBeforeVisit } from './agreed-window.ts'
import { canWithdraw } from './cancel.ts'
import { categoryOf } from './categories.ts'
import { excerpt } from './clean-text.ts'
import { holdWords } from './hold-words.ts'
import { isReporter } from './is-reporter.ts'
import { asKnown } from './merged-view.ts'
import { nextPromise } from './next-promise.ts'
import { nextDoes, nextWords } from './next-words.ts'
import { canReopen } from './reopen.ts'
import { appointmentWords, sayTime } from './say-time.ts'
import { isIn, OPEN_STATES } from './states.ts'
import type { TicketRow } from './ticket.ts'

const TITLE = 14

/** One line of a list, which is a title and no place for a phone. */
export function lineOf(work: Work, ticket: TicketRow) {
  const { categories, tickets } = work.rules
  return {
    number: ticket.number,
    title: excerpt(withoutPhones(ticket.description), TITLE),
    kind: ticket.kind,
    kind_words: categories.kinds[ticket.kind as keyof typeof categories.kinds].words,
    category: categoryOf(categories, ticket.category).name,
    priority_words: tickets.priorities[ticket.priority as keyof typeof tickets.priorities],
    urgent: ticket.priority === 'urgent',
    state: ticket.state,
    state_words: tickets.states[ticket.state].words,
    payer_words: payerWords(work, ticket),
    place: ticket.place,
    when: sayTime(ticket.createdAt, work.now),
    appointment: appointmentWords(ticket, work.now),
  }
}

/** Who pays for it; empty for what is only talked about. */
function payerWords(work: Work, ticket: TicketRow): string {
  const { categories, warranty } = work.rules
  const payer = payerOf(work, ticket)
  if (!categoryOf(categories, ticket.category).visit) return ''
  return payer === UNSETTLED ? warranty.unsettled : categories.payers[payer]
}

/** Everything an owner is told about one ticket; never a phone. */
export async function detailsOf(work: Work, row: TicketRow) {
  const ticket = await asKnown(work, row)
  const isOpen = isIn(ticket.state, OPEN_STATES)
  return {
    ...lineOf(work, ticket),
    description: ticket.description,
    photos: ticket.photoIds.length,
    ...(await progressOf(work, ticket)),
    can_withdraw: isOpen && isReporter(work, ticket) && canWithdraw(work, ticket),
    can_nudge: isOpen,
    can_reschedule: isOpen && isBeforeVisit(work, ticket),
    can_reopen: canReopen(work, ticket),
  }
}

/** Who has it, what comes next and by when (mission.md D4); empty texts for what is not known. */
export async function progressOf(work: Work, ticket: TicketRow) {
  const isTaken = ticket.acceptedAt !== null
  const staff = isTaken && ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  const firm = await firmAtWork(work.tx, ticket.id)
  const next = await nextPromise(work, ticket)
  const by = next?.by ?? null
  const isLate = by !== null && by.getTime() <= work.now.getTime()
  return {
    staff: firm || (staff?.name ?? ''),
    next_words: nextWords(work, ticket, next),
    // A promise that has passed is not repeated as one.
    next_by: by && !isLate ? sayTime(by, work.now) : '',
    next_does: nextDoes(work, next),
    hold_words: holdWords(work, ticket),
  }
}
