/** Keeps in step who is whose customer, as the platform tells it. */
import { orderErrand } from '../errands/order-errand.ts'
import { staffOfUser } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { chatAccountOf } from './chat-account.ts'
import type { ContactChange } from './contact-change.ts'
import type { WelcomeOrder } from './errands.ts'
import { orderTagging } from './order-tagging.ts'

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
  await orderWelcome(work, corpId, change)
}

/** Somebody new is greeted by the estate of the steward they added; the code is the cause, so once. */
async function orderWelcome(work: Work, corpId: string, change: ContactChange): Promise<void> {
  const { welcomeCode: code, userId, externalUserId, state = '' } = change
  const [steward] = await staffOfUser(work.tx, corpId, userId)
  if (!steward) return
  const { projectId } = steward
  const cause = { corpId, projectId, key: code ?? '' }
  if (code) {
    const order: WelcomeOrder = { code, state, ...(await addressOf(work, corpId, projectId)) }
    await orderErrand(work, { errand: 'contacts.welcome', ...cause, order })
  }
  await orderTagging(work, { ...cause, externalUserId, key: `added/${change.at.toISOString()}` })
}

async function addressOf(work: Work, corpId: string, projectId: string) {
  const { project } = await work.tx
    .selectFrom('project')
    .select('name as project')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow()
  return { project, openKfId: await chatAccountOf(work.tx, { corpId, projectId }) }
}
