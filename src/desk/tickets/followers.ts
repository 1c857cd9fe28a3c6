/** The chats that hear how a ticket goes on. */
import type { Work } from '../work.ts'

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
export async function followersOf(work: Work, ticketId: string): Promise<string[]> {
  const rows = await work.tx
    .selectFrom('ticket_follower')
    .select('conversationId')
    .where('ticketId', '=', ticketId)
    .orderBy('joinedAt')
    .orderBy('conversationId')
    .execute()
  return rows.map((row) => row.conversationId)
}
