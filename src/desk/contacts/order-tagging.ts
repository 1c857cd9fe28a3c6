/** Has a person's tags brought in step, once for each cause. */
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import type { TaggingOrder } from './errands.ts'

export async function orderTagging(
  work: Work,
  cause: {
    readonly corpId: string
    readonly projectId: string
    readonly externalUserId: string
    /** What happened: the same again is no new cause. */
    readonly key: string
  },
): Promise<void> {
  const { corpId, projectId, externalUserId } = cause
  const order: TaggingOrder = { externalUserId }
  const key = `${externalUserId}/${cause.key}`
  await orderErrand(work, { errand: 'contacts.step_tags', key, corpId, projectId, order })
}
