/** Who was offered a ticket, who took it, and how each offer ended. */
import type { Tx } from '../../database/open-database.ts'
import type { Work } from '../work.ts'

export type OfferMode = 'GRAB' | 'AUTO' | 'MANUAL' | 'TRANSFER'

export type OfferOutcome =
  | 'accepted'
  | 'taken-by-other'
  | 'timed-out'
  | 'returned'
  | 'transferred'
  | 'done'
  | 'cancelled'
  /** Whoever had it works here no more. */
  | 'left'
  /** The matter turned out to be a complaint about them. */
  | 'conflict'

export interface NewOffer {
  readonly staffId: string
  readonly mode: OfferMode
  readonly round: number
}

/** Offers of one ticket count from 1; all offers of one pool share a round. */
export async function nextRound(tx: Tx, ticketId: string): Promise<number> {
  const row = await tx
    .selectFrom('assignment')
    .select((select) => select.fn.max('round').as('last'))
    .where('ticketId', '=', ticketId)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export async function insertOffer(
  work: Work,
  ticket: { readonly id: string; readonly projectId: string },
  offer: NewOffer,
): Promise<void> {
  await work.tx
    .insertInto('assignment')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      ...offer,
      offeredAt: work.now,
    })
    .execute()
}

/** Offers nobody has ended, accepted or not. */
export async function openOffers(tx: Tx, ticketId: string) {
  return await tx
    .selectFrom('assignment')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .orderBy('round')
    .execute()
}

/** Whether a ticket was ever offered to somebody since it was last opened. */
export async function wasOffered(
  tx: Tx,
  ticket: { readonly id: string; readonly createdAt: Date; readonly reopenedAt: Date | null },
  staffId: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('assignment')
    .select('id')
    .where('ticketId', '=', ticket.id)
    .where('staffId', '=', staffId)
    .where('offeredAt', '>=', ticket.reopenedAt ?? ticket.createdAt)
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the open offers of a ticket, or only one member's, or all but one member's. */
export async function endOffers(
  work: Work,
  ticketId: string,
  end: {
    readonly outcome: OfferOutcome
    readonly reason?: string | null
    readonly ofStaffId?: string
    readonly exceptStaffId?: string
  },
): Promise<void> {
  let query = work.tx
    .updateTable('assignment')
    .set({ endedAt: work.now, outcome: end.outcome, reason: end.reason ?? null })
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
  if (end.ofStaffId) query = query.where('staffId', '=', end.ofStaffId)
  if (end.exceptStaffId) query = query.where('staffId', '<>', end.exceptStaffId)
  await query.execute()
}

/** Notes on somebody's open offer that they took it, or were there. */
export async function stampOffer(
  work: Work,
  ticketId: string,
  staffId: string,
  stamp: { readonly acceptedAt: Date } | { readonly arrivedAt: Date },
): Promise<boolean> {
  const row = await work.tx
    .updateTable('assignment')
    .set('acceptedAt' in stamp ? { ...stamp, outcome: 'accepted' } : stamp)
    .where('ticketId', '=', ticketId)
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Puts right when whoever has a ticket came, on the last offer they had of it, ended or not. */
export async function stampArrival(
  work: Work,
  ticketId: string,
  staffId: string,
  arrivedAt: Date,
): Promise<void> {
  const last = work.tx
    .selectFrom('assignment')
    .select('id')
    .where('ticketId', '=', ticketId)
    .where('staffId', '=', staffId)
    .orderBy('round', 'desc')
    .limit(1)
  await work.tx.updateTable('assignment').set({ arrivedAt }).where('id', 'in', last).execute()
}
