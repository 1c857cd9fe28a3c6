/** A member's id was changed in the directory: the same person, with the same work and the same cards. */
import { memberOf } from '../../channels/channel.ts'
import { readdress } from '../../outbox/readdress.ts'
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'

/** Where a project has somebody of the new id already, the old row is left to what the directory says of it. */
export async function renameMember(
  work: Work,
  corpId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const rows = await work.tx
    .selectFrom('staff')
    .select(['id', 'projectId', 'userId'])
    .where('corpId', '=', corpId)
    .where((where) => where.fn<string>('lower', ['userId']), 'in', [lower(from), lower(to)])
    .orderBy('id')
    .forUpdate()
    .execute()
  const taken = rows.filter((row) => lower(row.userId) === lower(to))
  const free = rows.filter((row) => !taken.some(({ projectId }) => projectId === row.projectId))
  for (const row of free) {
    await work.tx.updateTable('staff').set({ userId: to }).where('id', '=', row.id).execute()
    await moveCards(work, row.id, to)
    await moveChats(work, corpId, row.userId, to)
    await audit(work, {
      action: 'staff.rename',
      subject: { kind: 'staff', id: row.id },
      corpId,
      projectId: row.projectId,
      detail: { from: row.userId, to },
    })
  }
}

/** A tap comes under the new id; the card must be theirs there. */
async function moveCards(work: Work, staffId: string, to: string): Promise<void> {
  const lanes = await work.tx
    .selectFrom('staff_card')
    .select('conversationId')
    .distinct()
    .where('staffId', '=', staffId)
    .execute()
  for (const { conversationId } of lanes) {
    const [channel, corpId, account, ...user] = conversationId.split('/')
    if (memberOf({ user: user.join('/') }).group !== null) continue
    await work.tx
      .updateTable('staff_card')
      .set({ conversationId: [channel, corpId, account, to].join('/') })
      .where('staffId', '=', staffId)
      .where('conversationId', '=', conversationId)
      .execute()
    await readdress(work.tx, conversationId, to)
  }
}

/** The chats they have taken name them by their id. */
async function moveChats(work: Work, corpId: string, from: string, to: string): Promise<void> {
  await work.tx
    .updateTable('handoff')
    .set({ takenBy: to })
    .where('corpId', '=', corpId)
    .where('takenBy', '=', from)
    .where('state', '=', 'accepted')
    .execute()
}

function lower(userId: string): string {
  return userId.toLowerCase()
}
