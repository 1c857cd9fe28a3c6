/** Cards of a call, and the notes to whoever is concerned by it: who called, who has the ticket, never who acts. */
import { findStaff } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { cardValues } from '../cards.ts'
import { excerpt } from '../clean-text.ts'
import { holderOf } from '../staff-step.ts'
import { type HandlerNote, tellStaff } from '../tell-handler.ts'
import type { TicketRow } from '../ticket.ts'
import { type HelperRow, helpSubject } from './helper.ts'

const LONGEST_WORDS = 100

/** Names in flows/_cards/tickets.yaml: the call itself, and what the helper can do once there. */
export async function showHelp(
  work: Work,
  ticket: TicketRow,
  help: HelperRow,
  card: 'help_asked' | 'helping',
): Promise<void> {
  const by = await findStaff(work.tx, help.byStaffId)
  await work.tell.card(work, help.staffId, {
    card: `tickets.${card}`,
    values: {
      ...cardValues(work, ticket, help.staffId),
      words: excerpt(help.words, LONGEST_WORDS),
      holder: await holderOf(work, ticket),
      by: by?.name ?? '',
    },
    subject: helpSubject(help.id),
    key: `help-${help.id}-${card}`,
  })
}

/** Tells the caller and the assignee, each once, except who acts and the helper. */
export async function tellConcerned(
  work: Work,
  ticket: TicketRow,
  help: Pick<HelperRow, 'byStaffId' | 'staffId'>,
  note: HandlerNote,
): Promise<void> {
  const acting = work.actor.kind === 'staff' ? work.actor.staffId : null
  const concerned = new Set([help.byStaffId, ticket.assigneeId])
  for (const staffId of concerned) {
    if (staffId === null || staffId === acting || staffId === help.staffId) continue
    if (await findStaff(work.tx, staffId)) await tellStaff(work, ticket, staffId, note)
  }
}
