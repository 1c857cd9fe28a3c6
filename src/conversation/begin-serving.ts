/** A member takes the visitor of a web page: from now on what is said there comes to the member's own chat. */
import type { IncomingContent } from '../channels/channel.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import type { Work } from '../desk/work.ts'
import { passOnTo } from './pass-on.ts'
import { watchVisitor } from './visitor-quiet.ts'
import { freeNumber, visitorOnCard } from './visitors-served.ts'

interface Taken {
  readonly id: string
  readonly conversationId: string
  readonly requestedAt: Date
}

/** Gives the visitor a number, tells the member how to answer, and passes on what was said while nobody was there. */
export async function beginServing(work: Work, taken: Taken, member: StaffMember): Promise<void> {
  const number = await freeNumber(work.tx, member)
  await work.tx
    .updateTable('handoff')
    .set({ replyNumber: number })
    .where('id', '=', taken.id)
    .execute()
  const { person } = await visitorOnCard(work, taken.id)
  await work.tell.staff(work, member.id, {
    words: 'conversation.web_taken',
    values: { number, person },
    key: `web-taken-${taken.id}-${work.now.getTime()}`,
    purpose: 'alert',
  })
  const waiting = await saidSince(work, taken)
  await passOnTo(work, { member, number, person }, waiting)
  await watchVisitor(work, taken.id)
}

async function saidSince(work: Work, { conversationId, requestedAt }: Taken) {
  const rows = await work.tx
    .selectFrom('inbox_item')
    .select(['id', 'content'])
    .where('conversationId', '=', conversationId)
    .where('kind', 'in', ['text', 'media'])
    .where('receivedAt', '>', requestedAt)
    // What is still open is passed on by its own turn.
    .where('doneAt', 'is not', null)
    .orderBy('receivedAt')
    .orderBy('id')
    .execute()
  return rows.map(({ id, content }) => {
    return { id, ...(work.seals.openJson(content) as IncomingContent) }
  })
}
