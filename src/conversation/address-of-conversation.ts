/** Where the words for a chat are sent. */
import type { Address } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'

/** Where a conversation's messages go. @throws Error when nobody ever wrote there */
export async function addressOfConversation(tx: Tx, conversationId: string): Promise<Address> {
  const row = await tx
    .selectFrom('conversation')
    .select(['corpId', 'channel', 'account', 'userId'])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  return {
    corpId: row.corpId,
    channel: row.channel as Address['channel'],
    account: row.account,
    user: row.userId,
  }
}
