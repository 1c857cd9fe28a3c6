/** The ids we give to 微信客服 messages: made from the sending's key, so that a repeat carries the same one. */
import { createHash } from 'node:crypto'

/** At most 32 of [0-9a-zA-Z_-], unique per account (path/94677). */
const DIGEST_CHARS = 26
const OURS = /^(g[0-9A-Za-z_-]{26})_\d{1,2}$/

/** The id of one part of a sending; parts count from 0. */
export function messageIdOf(sendingKey: string, part: number): string {
  return `${sendingIdOfKey(sendingKey)}_${part}`
}

/** What a receipt names: one id for all parts of a sending. */
export function sendingIdOfKey(sendingKey: string): string {
  const digest = createHash('sha256').update(sendingKey).digest('base64url')
  return `g${digest.slice(0, DIGEST_CHARS)}`
}

/** The sending a part belongs to; an id that is not ours stays as it is. */
export function sendingIdOf(messageId: string): string {
  return OURS.exec(messageId)?.[1] ?? messageId
}
