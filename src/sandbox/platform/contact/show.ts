/** What a member sends to a customer, as it stands on the customer's phone: words first, then each attachment. */

import type { JsonObject } from '../json.ts'
import { findMember, ownerPhone, showBubble } from '../phones.ts'
import type { BubbleContent, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import type { Contents } from './contents.ts'

/** `userId` is who sends. */
export function showFromMember(
  world: World,
  owner: OwnerRow,
  userId: string,
  { text, attachments }: Contents,
): void {
  const phone = ownerPhone(owner)
  const servicer = findMember(world.tables, userId)?.name ?? userId
  const bubbles = [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...attachments.map(bubbleOf),
  ]
  for (const content of bubbles) {
    showBubble(world, phone, { from: 'servicer', servicer, msgid: world.random.id(32), content })
  }
}

function bubbleOf(attachment: JsonObject): BubbleContent {
  const type = String(attachment['msgtype'])
  const part = (attachment[type] ?? {}) as JsonObject
  const words = (name: string) => (typeof part[name] === 'string' ? part[name] : '')
  if (type === 'link') {
    return { type: 'link', title: words('title'), description: words('desc'), url: words('url') }
  }
  if (type === 'miniprogram') return { type: 'text', text: `[小程序] ${words('title')}` }
  if (words('media_id') === '')
    return { type: 'link', title: '图片', description: '', url: words('pic_url') }
  return { type: type as 'image' | 'video' | 'file', mediaId: words('media_id'), name: '' }
}
