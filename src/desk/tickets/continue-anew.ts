/** "Not mended" after the days in which a ticket can be opened again: a new one that is linked to it (servicedesk.md A5). */
import type { Work } from '../work.ts'
import { joinTicket } from './join-ticket.ts'
import { createOffshoot } from './offshoot.ts'
import { openRelations } from './relations.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, type TicketRow } from './ticket.ts'

/**
 * As urgent as it was, to whoever did it when they are there. Said once more while that one is open, it is added to it.
 * `ended` is locked by the caller.
 */
export async function continueAnew(
  work: Work,
  ended: TicketRow,
  addition: { readonly text: string; readonly photos: readonly string[] },
): Promise<TicketRow> {
  const going = await continuationOf(work, ended)
  if (going) return await joinTicket(work, going.id, addition)
  const { priority, urgency, impact } = ended
  const made = await createOffshoot(work, ended, {
    relation: 'RELATED',
    category: ended.category,
    weight: { priority, urgency, impact },
    description: addition.text || ended.description,
    photos: addition.photos,
    preferStaffId: ended.assigneeId,
  })
  const telling = { words: 'tickets.owner.continued', isNeeded: true }
  await tellOwner(work, made, telling, { from: ended.number })
  return made
}

async function continuationOf(work: Work, ended: TicketRow): Promise<TicketRow | null> {
  for (const { type, fromId, toId } of await openRelations(work.tx, [ended.id])) {
    if (type !== 'RELATED' || toId !== ended.id) continue
    const other = await findTicket(work.tx, fromId)
    const isSame = other?.category === ended.category && other.roomId === ended.roomId
    if (other && isSame && isIn(other.state, OPEN_STATES)) return other
  }
  return null
}
