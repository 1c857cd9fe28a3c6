/** Visitors of the web page whom a member of staff looks after: on other channels the platform shows the chat to them. */
import type { Selectable } from 'kysely'
import type { Handoff as HandoffTable } from '../database/generated/tables.ts'
import type { Tx } from '../database/open-database.ts'
import { cancelTask } from '../desk/tasks/take-task.ts'
import type { Work } from '../desk/work.ts'
import { putOutgoing } from '../outbox/put.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import { endHandoff, type Handoff, handBack } from './handoff-record.ts'

interface Member {
  readonly corpId: string
  readonly userId: string
}

export interface ServedVisitor extends Handoff {
  /** Stands before what they say, and behind 回复 when the member looks after several. */
  readonly number: number
}

/** Those a member has now, by number. Ids of members compare without case. */
export async function visitorsServedBy(
  tx: Tx,
  { corpId, userId }: Member,
): Promise<readonly ServedVisitor[]> {
  const rows = await tx
    .selectFrom('handoff')
    .select(['id', 'corpId', 'conversationId', 'replyNumber'])
    .where('corpId', '=', corpId)
    .where((where) => where.fn('lower', ['takenBy']), '=', userId.toLowerCase())
    .where('state', '=', 'accepted')
    .where('replyNumber', 'is not', null)
    .orderBy('replyNumber')
    .execute()
  return rows.map(({ replyNumber, ...row }) => ({ ...row, number: replyNumber ?? 0 }))
}

/** The smallest number no other visitor of the member has. */
export async function freeNumber(tx: Tx, member: Member): Promise<number> {
  const taken = new Set((await visitorsServedBy(tx, member)).map(({ number }) => number))
  for (let number = 1; ; number += 1) if (!taken.has(number)) return number
}

/** Who looks after the visitor of this conversation; nothing while nobody does. */
export async function servedIn(
  tx: Tx,
  conversationId: string,
): Promise<Pick<Selectable<HandoffTable>, 'takenBy' | 'replyNumber'> | undefined> {
  return tx
    .selectFrom('handoff')
    .select(['takenBy', 'replyNumber'])
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'accepted')
    .where('replyNumber', 'is not', null)
    .executeTakeFirst()
}

/** The bot answers the chat again, and its window or page says so. */
export async function giveBackToBot(work: Work, handoff: Handoff): Promise<void> {
  const to = await addressOfConversation(work.tx, handoff.conversationId)
  const message = { kind: 'hand-over' as const, to: 'end' as const }
  await putOutgoing(work, { key: `handoff-${handoff.id}-end`, to, message, purpose: 'alert' })
  await handBack(work, handoff, { reason: 'closed' })
}

/** Ends looking after a visitor, once. */
export async function endServing(work: Work, id: string): Promise<void> {
  const ended = await endHandoff(work, id, ['accepted'], 'closed')
  if (!ended) return
  await cancelTask(work, `handoff-${id}`)
  await giveBackToBot(work, ended)
}

/** Whether a visitor of the member has gone a short while ago, after `visitor_lately_minutes` of rules/tasks.yaml. */
export async function servedLately(
  { tx, now, rules }: Pick<Work, 'tx' | 'now' | 'rules'>,
  { corpId, userId }: Member,
): Promise<boolean> {
  const row = await tx
    .selectFrom('handoff')
    .select('id')
    .where('corpId', '=', corpId)
    .where((where) => where.fn('lower', ['takenBy']), '=', userId.toLowerCase())
    .where('replyNumber', 'is not', null)
    .where('endedAt', '>', new Date(now.getTime() - rules.tasks.visitor_lately_minutes * 60_000))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Who a visitor is, as on the card of the task. */
export async function visitorOnCard(
  { tx }: Pick<Work, 'tx'>,
  handoffId: string,
): Promise<{ readonly person: string }> {
  const task = await tx
    .selectFrom('task')
    .select('values')
    .where('key', '=', `handoff-${handoffId}`)
    .executeTakeFirstOrThrow()
  return task.values as { readonly person: string }
}
