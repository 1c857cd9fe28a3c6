/** Taking a merged ticket out again: 取消合并. It was a mistake, and the matter goes on by itself as from its beginning. */
import type { Work } from '../work.ts'
import { dispatch } from './dispatch.ts'
import { followersOf, unfollow } from './followers.ts'
import { mayLink } from './linking.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { startPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { endRelation, leadingTo, lockRelations, openRelations, reachable } from './relations.ts'
import { actingStaff, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { tellHandler } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, lockTicket, type TicketRow } from './ticket.ts'

export interface UnmergeAnswer extends StepAnswer<StepAnswer['outcome'] | 'not_merged'> {
  /** What it was part of. */
  readonly other?: TicketRow
  readonly told?: number
}

/** Its promises run from when they began first, and it is given out anew. */
export async function unmergeTicket(work: Work, step: Step): Promise<UnmergeAnswer> {
  const { projectId } = await actingStaff(work)
  await lockRelations(work.tx, projectId)
  // The one it is part of before itself: whoever adds to it locks them in this order.
  const relation = await parentRelation(work, step.ticketId)
  const parent = relation ? await lockTicket(work.tx, relation.toId) : null
  return staffStep<'not_merged'>(work, 'unmerge', step, async ({ staff, ticket }) => {
    if (!mayLink(staff)) return { outcome: 'not_yours', ticket }
    if (!relation || !parent || ticket.state !== 'MERGED') return { outcome: 'not_merged', ticket }
    await endRelation(work, relation.id)
    const above = [parent.id, ...(await reachable(work.tx, 'DUPLICATE', parent.id))]
    const own = [ticket.id, ...(await leadingTo(work.tx, 'DUPLICATE', ticket.id))]
    await unfollow(work, above, own)
    const parted = await recordEvent(work, parent, {
      kind: 'parted',
      note: { name: ticket.number },
    })
    await tellHandler(work, parted, {
      words: 'tickets.staff.parted',
      values: { parted: ticket.number },
    })
    const again = await begin(work, ticket, parted)
    const told = (await followersOf(work, again.id)).length
    return { outcome: 'ok', ticket: again, other: parted, told }
  })
}

async function parentRelation(work: Work, ticketId: string) {
  const relations = await openRelations(work.tx, [ticketId])
  return relations.find(({ type, fromId }) => type === 'DUPLICATE' && fromId === ticketId) ?? null
}

async function begin(work: Work, ticket: TicketRow, parent: TicketRow): Promise<TicketRow> {
  const free = await mustMove(work, ticket, {
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
  await dispatch(work, free.id)
  const sent = (await findTicket(work.tx, free.id)) ?? free
  const telling = { words: 'tickets.owner.unmerged', isNeeded: true }
  await tellOwner(work, sent, telling, { from: parent.number })
  return sent
}
