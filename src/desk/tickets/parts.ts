/** The tickets that were merged into another one, and their end with it. */
import type { Work } from '../work.ts'
import { unfollow } from './followers.ts'
import { mustMove } from './move-ticket.ts'
import { leadingTo, openRelations, type Relation } from './relations.ts'
import type { CloseCode } from './settle.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

/** Merged into it directly, in the order that was done. Locked; the caller has locked relations and the ticket itself. */
export async function partsOf(
  work: Work,
  ticket: TicketRow,
): Promise<{ readonly part: TicketRow; readonly relation: Relation }[]> {
  const parts: { part: TicketRow; relation: Relation }[] = []
  for (const relation of await openRelations(work.tx, [ticket.id])) {
    if (relation.type !== 'DUPLICATE' || relation.toId !== ticket.id) continue
    const part = await lockTicket(work.tx, relation.fromId)
    if (part?.state === 'MERGED') parts.push({ part, relation })
  }
  return parts
}

/** Whatever was merged into it, however far down, ends as it did; whoever follows for their sake has been told. */
export async function endParts(
  work: Work,
  ticket: TicketRow,
  code: Extract<CloseCode, 'withdrawn' | 'cancelled'>,
): Promise<void> {
  const below = await leadingTo(work.tx, 'DUPLICATE', ticket.id)
  for (const id of below) {
    const part = await lockTicket(work.tx, id)
    if (part?.state === 'MERGED') await endPart(work, part, { code, with: ticket })
  }
  if (below.length > 0) await unfollow(work, [ticket.id, ...below], below)
}

/** One that was merged, over with what it went on as. */
export async function endPart(
  work: Work,
  part: TicketRow,
  end: { readonly code: 'withdrawn' | 'cancelled'; readonly with: TicketRow },
): Promise<void> {
  await mustMove(work, part, {
    to: 'CANCELLED',
    kind: end.code,
    set: { closeCode: end.code, closedAt: work.now },
    note: { name: end.with.number },
  })
}
