/** Keeps in step who is whose customer, as the platform tells it. */
import type { Work } from '../work.ts'
import type { ContactChange } from './contact-change.ts'

/** Told twice or late it changes nothing more; what is lost is found when the whole list is read. */
export async function noteContactChange(
  work: Work,
  corpId: string,
  change: ContactChange,
): Promise<void> {
  const userId = change.userId.toLowerCase()
  const key = { corpId, userId, externalUserId: change.externalUserId }
  if (change.change === 'removed') {
    await work.tx
      .deleteFrom('contact')
      .where('corpId', '=', corpId)
      .where('userId', '=', userId)
      .where('externalUserId', '=', change.externalUserId)
      .where('addedAt', '<=', change.at)
      .execute()
    return
  }
  const state = change.state ?? ''
  const fresh = { name: '', state, tagIds: [], addedAt: change.at }
  await work.tx
    .insertInto('contact')
    .values({ ...key, ...fresh, seenAt: work.now })
    .onConflict((conflict) =>
      conflict.columns(['corpId', 'userId', 'externalUserId']).doUpdateSet({ seenAt: work.now }),
    )
    .execute()
}
