/** A ticket as flows show it: plain objects of ready words, for menus and answers. */
import { estateTime } from '../residents/estate-day.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { canWithdraw, isReporter } from './cancel.ts'
import { categoryOf } from './categories.ts'
import { excerpt } from './clean-text.ts'
import { holdWords } from './hold-words.ts'
import { nextPromise } from './promises.ts'
import { canReopen } from './reopen.ts'
import { sayTime } from './say-time.ts'
import { isIn, OPEN_STATES } from './states.ts'
import type { TicketRow } from './ticket.ts'

const TITLE = 14

/** One line of a list. */
export function lineOf(work: Work, ticket: TicketRow) {
  const { categories, tickets } = work.rules
  return {
    number: ticket.number,
    title: excerpt(ticket.description, TITLE),
    kind: ticket.kind,
    kind_words: categories.kinds[ticket.kind as keyof typeof categories.kinds].words,
    category: categoryOf(categories, ticket.category).name,
    priority_words: tickets.priorities[ticket.priority as keyof typeof tickets.priorities],
    urgent: ticket.priority === 'urgent',
    state: ticket.state,
    state_words: tickets.states[ticket.state].words,
    place: ticket.place,
    when: sayTime(ticket.createdAt, work.now),
    appointment: appointmentWords(ticket, work.now),
  }
}

/** Everything an owner is told about one ticket; never a phone. */
export async function detailsOf(work: Work, ticket: TicketRow) {
  const isOpen = isIn(ticket.state, OPEN_STATES)
  return {
    ...lineOf(work, ticket),
    description: ticket.description,
    photos: ticket.photoIds.length,
    ...(await progressOf(work, ticket)),
    can_withdraw: isOpen && isReporter(work, ticket) && canWithdraw(work, ticket),
    can_nudge: isOpen,
    can_reopen: canReopen(work, ticket),
  }
}

/** Who has it, what comes next and by when (mission.md D4); empty texts for what is not known. */
export async function progressOf(work: Work, ticket: TicketRow) {
  const isTaken = ticket.acceptedAt !== null
  const staff = isTaken && ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  const by = await nextPromise(work, ticket)
  const isLate = by !== null && by.getTime() <= work.now.getTime()
  return {
    staff: staff?.name ?? '',
    next_words: work.rules.tickets.states[ticket.state].next,
    // A promise that has passed is not repeated as one.
    next_by: by && !isLate ? sayTime(by, work.now) : '',
    hold_words: holdWords(work, ticket),
  }
}

function appointmentWords({ apptStart, apptEnd }: TicketRow, now: Date): string {
  if (!apptStart || !apptEnd) return ''
  return `${sayTime(apptStart, now)}-${estateTime(apptEnd)}`
}
