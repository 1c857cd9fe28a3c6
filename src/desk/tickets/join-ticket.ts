/** Adds more words and photos to a ticket that is open already, and tells whoever works on it. */
import { withoutForgotten } from '../../media/forget-file.ts'
import { DeskError } from '../errors.ts'
import type { Work } from '../work.ts'
import { categoryOf, priorityOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { follow } from './followers.ts'
import { renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { tellHandler } from './tell-handler.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

export interface Addition {
  readonly text: string
  readonly photos: readonly string[]
}

/**
 * The chat that adds follows the ticket from now on. Photos beyond the rules' number are left out. Words that sound
 * urgent make the ticket urgent, and its promises are those of an urgent one from its own beginning.
 */
export async function joinTicket(
  work: Work,
  ticketId: string,
  addition: Addition,
): Promise<TicketRow> {
  const ticket = await lockTicket(work.tx, ticketId)
  if (!ticket) throw new DeskError('no-such-ticket', `There is no ticket ${ticketId}`)
  const { max_chars, max_photos } = work.rules.tickets
  const text = cleanText(addition.text, max_chars)
  const added = await withoutForgotten(work.tx, addition.photos)
  const photoIds = [...new Set([...ticket.photoIds, ...added])].slice(0, max_photos)
  const photos = photoIds.length - ticket.photoIds.length
  const isWorse = ticket.priority !== 'urgent' && soundsUrgent(work, ticket, text)
  if (work.actor.kind === 'owner') await follow(work, ticket.id, work.actor.conversationId)
  const changed = await recordEvent(work, ticket, {
    kind: 'note',
    set: { ...(photos > 0 && { photoIds }), ...(isWorse && { priority: 'urgent' }) },
    note: { text, photos },
  })
  if (isWorse) await renewPromises(work, changed)
  const values = { text, photos, urgent: isWorse }
  await tellHandler(work, changed, { words: 'tickets.staff.more', values })
  return changed
}

function soundsUrgent(work: Work, ticket: TicketRow, text: string): boolean {
  const { categories } = work.rules
  return priorityOf(categories, categoryOf(categories, ticket.category), text) === 'urgent'
}
