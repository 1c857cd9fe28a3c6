/** What ends help by itself: the ticket is over, it became the helper's own, or the helper has left. */
import type { Work } from '../../work.ts'
import { tellStaff } from '../tell-handler.ts'
import type { TicketRow } from '../ticket.ts'
import { endHelp, helpersOn } from './helper.ts'

/** Who had said they come hears that it is over; whoever only was asked sees it on the card. */
export async function endHelpOn(work: Work, ended: TicketRow): Promise<void> {
  const state = work.rules.tickets.states[ended.state].words
  for (const help of await helpersOn(work.tx, ended.id)) {
    const values = { state }
    await endHelp(work, help, { outcome: 'over', words: 'tickets.card.help.over', values })
    const isActing = work.actor.kind === 'staff' && work.actor.staffId === help.staffId
    if (!help.acceptedAt || isActing) continue
    await tellStaff(work, ended, help.staffId, { words: 'tickets.staff.help_over', values })
  }
}

/** Somebody who helped has the ticket itself now. */
export async function endHelpOfHolder(work: Work, ticket: TicketRow): Promise<void> {
  for (const help of await helpersOn(work.tx, ticket.id)) {
    if (help.staffId !== ticket.assigneeId) continue
    const words = 'tickets.card.help.took-over'
    await endHelp(work, help, { outcome: 'took-over', words, values: {} })
  }
}
