/** What is said in a group: others read along, so nothing of an owner, and one question only. */
import { isStaffChannel, memberOf } from '../channels/channel.ts'
import { findStaff } from '../desk/staff/staff.ts'
import { unfinishedFor } from '../desk/tickets/unfinished.ts'
import type { Work } from '../desk/work.ts'
import type { Heard } from '../dialogue/run/world.ts'
import { putOutgoing } from '../outbox/put.ts'
import type { Conversation } from './conversation.ts'
import type { Words } from './words.ts'

/** 今日未完成工单, 未完成的, 还有哪些没完成 */
const ASKS = /未完成|没完成|未完工|没做完/

export function isInGroup({ address }: Pick<Conversation, 'address'>): boolean {
  return isStaffChannel(address.channel) && memberOf(address).group !== null
}

/** Answers with numbers, kinds and states; places, names, phones and words of owners stay out (design.md 5, 7). */
export async function talkInGroup(
  words: Words,
  work: Work,
  conversation: Conversation,
  { turnId, heard }: { readonly turnId: string; readonly heard: readonly Heard[] },
): Promise<void> {
  const asks = heard.some((one) => one.kind === 'text' && ASKS.test(one.text))
  const text = asks ? await unfinishedText(words, work) : words.text('conversation.group_hint', {})
  await putOutgoing(work, {
    key: `turn-${turnId}-0`,
    to: conversation.address,
    message: { kind: 'text', text },
    purpose: 'reply',
    ...(work.actor.kind === 'staff' && { projectId: work.actor.projectId }),
  })
}

async function unfinishedText(words: Words, work: Work): Promise<string> {
  const member = work.actor.kind === 'staff' && (await findStaff(work.tx, work.actor.staffId))
  if (!member) return words.text('conversation.group_hint', {})
  const { items, count, overdue, more } = await unfinishedFor(work, member)
  const lines = items.map(({ number, category, state_words }) => ({
    number,
    category,
    state_words,
  }))
  return words.text('conversation.group_unfinished', { items: lines, count, overdue, more })
}
