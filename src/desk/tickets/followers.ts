/** The chats that hear how a ticket goes on. */
import { ownerOf } from '../residents/account.ts'
import type { Work } from '../work.ts'

export interface Follower {
  readonly conversationId: string
  /** Who joined with it; null when nobody is bound to it. */
  readonly personId: string | null
  /** The ticket they reported or joined, where it was merged into this one; else null. */
  readonly viaTicketId: string | null
}

/** Joining twice changes nothing. */
export async function follow(work: Work, ticketId: string, conversationId: string): Promise<void> {
  const personId = work.actor.kind === 'owner' ? work.actor.personId : null
  await work.tx
    .insertInto('ticket_follower')
    .values({ ticketId, conversationId, personId, joinedAt: work.now })
    .onConflict((conflict) => conflict.columns(['ticketId', 'conversationId']).doNothing())
    .execute()
}

/** In the order they joined: the reporter first. */
export async function followersOf(work: Work, ticketId: string): Promise<Follower[]> {
  return await work.tx
    .selectFrom('ticket_follower')
    .select(['conversationId', 'personId', 'viaTicketId'])
    .where('ticketId', '=', ticketId)
    .orderBy('joinedAt')
    .orderBy('conversationId')
    .execute()
}

/**
 * Who follows one ticket follows another too. `merged`: everybody, as those of the ticket they know; `own`: who reported
 * or joined it themselves, as theirs too.
 */
export async function followToo(
  work: Work,
  { fromId, toId, as }: { readonly fromId: string; readonly toId: string; as: 'merged' | 'own' },
): Promise<void> {
  const rows = await work.tx
    .selectFrom('ticket_follower')
    .selectAll()
    .where('ticketId', '=', fromId)
    .$if(as === 'own', (query) => query.where('viaTicketId', 'is', null))
    .execute()
  if (rows.length === 0) return
  const via = (known: string | null) => (as === 'own' ? null : (known ?? fromId))
  await work.tx
    .insertInto('ticket_follower')
    .values(
      rows.map((row) => ({
        ...row,
        ticketId: toId,
        joinedAt: work.now,
        viaTicketId: via(row.viaTicketId),
      })),
    )
    .onConflict((conflict) => conflict.columns(['ticketId', 'conversationId']).doNothing())
    .execute()
}

/** Whoever speaks follows it no more, with none of their chats. */
export async function leaveTicket(work: Work, ticketId: string): Promise<void> {
  const { conversationId, personId } = ownerOf(work)
  await work.tx
    .deleteFrom('ticket_follower')
    .where('ticketId', '=', ticketId)
    .where((where) =>
      where.or([where('conversationId', '=', conversationId), where('personId', '=', personId)]),
    )
    .execute()
}

/** What a chat followed for the sake of another ticket is its own now. */
export async function followItself(
  work: Work,
  ticketId: string,
  conversationId: string,
): Promise<void> {
  await work.tx
    .updateTable('ticket_follower')
    .set({ viaTicketId: null })
    .where('ticketId', '=', ticketId)
    .where('conversationId', '=', conversationId)
    .execute()
}

/** Who follows some tickets only for the sake of others does so no more. */
export async function unfollow(
  work: Work,
  ticketIds: readonly string[],
  viaIds: readonly string[],
): Promise<void> {
  if (ticketIds.length === 0) return
  await work.tx
    .deleteFrom('ticket_follower')
    .where('ticketId', 'in', [...ticketIds])
    .where('viaTicketId', 'in', [...viaIds])
    .execute()
}
