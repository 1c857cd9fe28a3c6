/** Orders an errand: a row of the work that wants it, once for each key. */
import { createHash } from 'node:crypto'
import type { Work } from '../work.ts'

export interface NewErrand {
  /** Name of a DeskErrand. Permanent: it is stored. */
  readonly errand: string
  /** Names the cause: ordering it again under one key does nothing. */
  readonly key: string
  readonly corpId: string
  readonly projectId: string
  /** What `send` is given; JSON. */
  readonly order: unknown
  /** Not before this moment; absent: at once. */
  readonly notBefore?: Date
}

export async function orderErrand(work: Work, wish: NewErrand): Promise<void> {
  const { corpId, projectId, errand, key } = wish
  const { timeout_ms, retry_max, backoff_ms } = work.rules.notices.remote
  await work.tx
    .insertInto('remote_order')
    .values({
      id: createHash('sha256').update(`${corpId}\n${errand}\n${key}`).digest('hex'),
      corpId,
      projectId,
      key,
      action: errand,
      payload: work.seals.sealJson(wish.order),
      waiters: [],
      state: 'queued',
      timeoutMs: timeout_ms,
      retryMax: retry_max,
      backoffMs: backoff_ms,
      retryFor: ['timeout', 'unavailable'],
      nextAt: wish.notBefore ?? work.now,
      createdAt: work.now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
