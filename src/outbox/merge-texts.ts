/** Several waiting texts of one owner become one send: each send counts, and owners read one message more easily. */
import type { Outgoing } from '../channels/channel.ts'
import type { OutboxItem } from './item.ts'

/** A kf text holds 2,048 bytes (wecom.md 3.4). */
const TEXT_BYTES = 2048

/** A message behind the one being sent. */
export interface Waiting {
  readonly id: string
  readonly state: string
  readonly message: Outgoing
  readonly code: string | null
  readonly guard: unknown
}

/**
 * Joins the message with the plain texts that wait right behind it, as far as they fit.
 * A try that may have arrived is repeated exactly as it was.
 */
export function mergeTexts(
  item: OutboxItem,
  message: Outgoing,
  following: readonly Waiting[],
): { readonly message: Outgoing; readonly ids: readonly string[] } {
  const isAlone = item.to.channel !== 'wecom-kf' || item.repeated || item.code !== null
  if (message.kind !== 'text' || isAlone) return { message, ids: [] }
  let text = message.text
  const ids: string[] = []
  for (const next of following) {
    const joined = joinedWith(text, next)
    if (joined === null) break
    text = joined
    ids.push(next.id)
  }
  return { message: { kind: 'text', text }, ids }
}

function joinedWith(text: string, next: Waiting): string | null {
  const { message } = next
  const isPlain = next.state === 'queued' && next.code === null && next.guard === null
  if (message.kind !== 'text' || !isPlain) return null
  const joined = `${text}\n\n${message.text}`
  return Buffer.byteLength(joined) <= TEXT_BYTES ? joined : null
}
