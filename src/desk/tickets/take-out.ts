/** A ticket that was part of another one goes on by itself again, as from its beginning. */
import type { Work } from '../work.ts'
import { dispatch } from './dispatch.ts'
import { unfollow } from './followers.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { startPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { endRelation, leadingTo, type Relation, reachable } from './relations.ts'
import { tellHandler } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, type TicketRow } from './ticket.ts'

export interface Part {
  readonly part: TicketRow
  /** What it is part of. */
  readonly parent: TicketRow
  readonly relation: Pick<Relation, 'id'>
  /** Knows the matter: asked first. */
  readonly preferStaffId?: string | null
}

/**
 * Its promises run from when they began first, it is given out anew, and whoever reported it hears so. Both as they are
 * now. Relations are locked by the caller, then the parent, then the part.
 */
export async function takeOut(
  work: Work,
  { part, parent, relation, preferStaffId = null }: Part,
): Promise<Pick<Part, 'part' | 'parent'>> {
  await endRelation(work, relation.id)
  const above = [parent.id, ...(await reachable(work.tx, 'DUPLICATE', parent.id))]
  const own = [part.id, ...(await leadingTo(work.tx, 'DUPLICATE', part.id))]
  await unfollow(work, above, own)
  const parted = await recordEvent(work, parent, { kind: 'parted', note: { name: part.number } })
  await tellHandler(work, parted, {
    words: 'tickets.staff.parted',
    values: { parted: part.number },
  })
  return { part: await begin(work, part, { parent: parted, preferStaffId }), parent: parted }
}

async function begin(
  work: Work,
  part: TicketRow,
  { parent, preferStaffId }: { readonly parent: TicketRow; readonly preferStaffId: string | null },
): Promise<TicketRow> {
  const free = await mustMove(work, part, {
    to: 'NEW',
    kind: 'unmerged',
    set: {
      closeCode: null,
      closedAt: null,
      assigneeId: null,
      teamId: null,
      acceptedAt: null,
      ...NO_ARRIVAL,
    },
    note: { name: parent.number },
  })
  await startPromises(work, free, free.reopenedAt ?? free.createdAt)
  await dispatch(work, free.id, { preferStaffId })
  const sent = (await findTicket(work.tx, free.id)) ?? free
  const telling = { words: 'tickets.owner.unmerged', isNeeded: true }
  await tellOwner(work, sent, telling, { from: parent.number })
  return sent
}
