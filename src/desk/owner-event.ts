/** The desk's way to begin a talk with an owner: an event before the dialogue, kept with the work that caused it. */
import { keepOwn } from '../inbox/keep.ts'
import type { Work } from './work.ts'

export interface OwnerEvent {
  readonly conversationId: string
  /** What flows name under `start.event`. */
  readonly event: string
  /** Heard once per key. */
  readonly key: string
  readonly data: Readonly<Record<string, unknown>>
}

export async function keepOwnerEvent(work: Work, happened: OwnerEvent): Promise<void> {
  const { conversationId, event, key, data } = happened
  const [, corpId = ''] = conversationId.split('/')
  await keepOwn(work, { conversationId, corpId, key, kind: 'event', content: { event, data } })
}
