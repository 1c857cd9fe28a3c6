/** Which conversation an operator means. */
import type { Tx } from '../database/open-database.ts'

/**
 * Of whoever reported the ticket of this number; else what was given is a conversation's own id.
 * @throws Error when several estates have a ticket of this number: the wrong person's talk must not go
 */
export async function talkOf(tx: Tx, whose: string): Promise<string> {
  const found = await tx
    .selectFrom('ticket')
    .select('conversationId')
    .distinct()
    .where('number', '=', whose)
    .limit(2)
    .execute()
  const [first] = found
  if (found.length > 1)
    throw new Error(`几个项目都有工单 ${whose}，分不清是谁：请用会话号（渠道/企业/账号/用户）`)
  return first?.conversationId ?? whose
}
