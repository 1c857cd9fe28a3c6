/** Whether a form was shown before somebody else changed the ticket; locks it, so that it stays so until the end. */
import { lockTicket } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

/** `version` as the form carries it. */
export async function isStaleForm(
  { tx }: Pick<Work, 'tx'>,
  ticketId: string,
  version: string,
): Promise<boolean> {
  const ticket = await lockTicket(tx, ticketId)
  return ticket !== null && String(ticket.version) !== version
}
