/** When a burst of messages is ready to be answered (dialogue.md D5). */
import type { IncomingContent } from '../channels/channel.ts'
import type { InboxRules } from './rules.ts'

export interface Burst {
  /** Ready when nothing newer comes before. */
  readonly readyAt: Date
  /** Ready at the latest, when this item began the burst. */
  readonly capAt: Date
}

/** The window one item opens. `isUrgent` tells texts that are answered without waiting. */
export function burstOf(
  content: IncomingContent,
  receivedAt: Date,
  rules: InboxRules,
  isUrgent: (text: string) => boolean,
): Burst {
  const [quietMs, capMs] = windowOf(content, rules, isUrgent)
  const later = (ms: number) => new Date(receivedAt.getTime() + ms)
  return { readyAt: later(quietMs), capAt: later(capMs) }
}

function windowOf(
  content: IncomingContent,
  rules: InboxRules,
  isUrgent: (text: string) => boolean,
): readonly [number, number] {
  if (content.kind === 'media') return [rules.media_quiet_ms, rules.media_cap_ms]
  const isWaitingText =
    content.kind === 'text' && content.token === undefined && !isUrgent(content.text)
  const isSlow = isWaitingText || content.kind === 'location' || content.kind === 'unreadable'
  return isSlow ? [rules.text_quiet_ms, rules.text_cap_ms] : [0, 0]
}

/**
 * When a conversation with these open items is due: quiet since the newest, or the cap of the oldest.
 * An item that waits for nothing (a tap) flushes all that came before it.
 */
export function burstDueAt(items: readonly Burst[]): Date {
  const newest = Math.max(...items.map((item) => item.readyAt.getTime()))
  const cap = Math.min(...items.map((item) => item.capAt.getTime()))
  return new Date(Math.min(newest, cap))
}
