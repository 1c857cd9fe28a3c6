/** A remark of staff on a ticket: kept in its history, told to whoever works on it. */
import { cleanText } from '../tickets/clean-text.ts'
import { joinTicket } from '../tickets/join-ticket.ts'
import { type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import type { Work } from '../work.ts'

export async function noteOnTicket(
  work: Work,
  note: { readonly ticketId: string; readonly text: string },
): Promise<StepAnswer<StepAnswer['outcome'] | 'no_words'>> {
  return staffStep<'no_words'>(work, 'note', note, async ({ ticket }) => {
    const text = cleanText(note.text, work.rules.tickets.max_chars)
    if (text === '') return { outcome: 'no_words', ticket }
    if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
    return { outcome: 'ok', ticket: await joinTicket(work, ticket.id, { text, photos: [] }) }
  })
}
