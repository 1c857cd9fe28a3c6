/** Taking a merged ticket out again: 取消合并. It was a mistake, and the matter goes on by itself as from its beginning. */
import type { Work } from '../work.ts'
import { followersOf } from './followers.ts'
import { mayLink } from './linking.ts'
import { lockRelations, openRelations } from './relations.ts'
import { actingStaff, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { takeOut } from './take-out.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

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
    const { part: again, parent: parted } = await takeOut(work, { part: ticket, parent, relation })
    const told = (await followersOf(work, again.id)).length
    return { outcome: 'ok', ticket: again, other: parted, told }
  })
}

async function parentRelation(work: Work, ticketId: string) {
  const relations = await openRelations(work.tx, [ticketId])
  return relations.find(({ type, fromId }) => type === 'DUPLICATE' && fromId === ticketId) ?? null
}
