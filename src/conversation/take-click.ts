/** A tap on a card: whose card it is, what the service behind it answers, and the card greyed. */
import { type IncomingContent, memberOf } from '../channels/channel.ts'
import type { ClickHandler } from '../desk/action.ts'
import { staffOfUser } from '../desk/staff/staff.ts'
import type { StaffActor, Work } from '../desk/work.ts'
import { putOutgoing } from '../outbox/put.ts'
import type { Conversation } from './conversation.ts'
import { closeCard } from './notifier.ts'
import type { Words } from './words.ts'
import type { WorkMaker } from './work-maker.ts'

export interface ClickDeps {
  readonly makeWork: WorkMaker
  readonly words: Words
  /** By kind of subject. */
  readonly clicks: Readonly<Record<string, ClickHandler>>
}

type Click = Extract<IncomingContent, { kind: 'click' }>

/**
 * The tapper must be who the card was sent to: a task id says nothing about who holds the phone.
 * A tap on a foreign card, or by somebody who has left, is answered in words and changes nothing; a closed one that still has its
 * buttons on the phone loses them with the code of this tap.
 */
export async function takeClick(
  deps: ClickDeps,
  work: Work,
  conversation: Conversation,
  click: Click,
): Promise<void> {
  const card = await work.tx
    .selectFrom('staff_card')
    .selectAll()
    .where('taskId', '=', click.taskId)
    .where('conversationId', '=', conversation.id)
    .executeTakeFirst()
  const actor = card && (await holderOf(work, conversation, card.staffId))
  const handler = card && deps.clicks[card.subjectKind]
  if (card && !actor)
    return sayInstead(deps, work, 'no_longer_staff', { to: conversation.address, click })
  if (!card || !actor || !handler)
    return sayInstead(deps, work, 'unknown_card', { to: conversation.address, click })
  // Each tap brings a fresh code of its own (wecom.md 2.2).
  await work.tx
    .updateTable('staff_card')
    .set({ responseCode: click.responseCode, codeUsedAt: null })
    .where('taskId', '=', card.taskId)
    .execute()
  // A form is answered once: what a second answer says may be another thing, and the matter has gone on.
  if (card.form !== null && card.closedText !== null) {
    return closeCard(work, card, card.closedText, click.responseCode)
  }
  const subject = { kind: card.subjectKind, id: card.subjectId }
  const answer = await handler(deps.makeWork(work.tx, actor, work.now), {
    subject,
    key: click.key,
    selections: click.selections,
  })
  const closed = answer.close
    ? deps.words.text(answer.close.words, answer.close.values)
    : card.closedText
  if (closed !== null) await closeCard(work, card, closed, click.responseCode)
}

async function holderOf(
  work: Work,
  conversation: Conversation,
  staffId: string,
): Promise<StaffActor | undefined> {
  const { address } = conversation
  const members = await staffOfUser(work.tx, address.corpId, memberOf(address).member)
  const member = members.find((one) => one.id === staffId)
  if (!member) return undefined
  const { corpId, projectId } = member
  return { kind: 'staff', corpId, projectId, staffId, conversationId: conversation.id }
}

async function sayInstead(
  deps: ClickDeps,
  work: Work,
  words: 'unknown_card' | 'no_longer_staff',
  { to, click }: { readonly to: Conversation['address']; readonly click: Click },
): Promise<void> {
  await putOutgoing(work, {
    key: `unknown-card-${click.taskId}-${click.responseCode}`.slice(0, 200),
    to,
    message: { kind: 'text', text: deps.words.text(`conversation.${words}`, {}) },
    purpose: 'reply',
  })
}
