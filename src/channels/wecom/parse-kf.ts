/** Turns one entry of a 微信客服 page into our own message (wecom.md 3.2; path/94670). */
import type { Incoming, IncomingContent } from '../channel.ts'
import { digestOf, incomingKey } from './incoming-key.ts'
import { fieldOf, numberField, textField } from './json-field.ts'
import { kfEventContent } from './kf-events.ts'
import { nameOfMessage } from './message-names.ts'

export interface KfContext {
  readonly corpId: string
  readonly openKfId: string
  readonly now: Date
}

export type KfEntry = { readonly incoming: Incoming } | { readonly ignored: string }

/** Who wrote an entry; 4 is the platform itself. Messages sent through the API are not returned. */
const FROM_CUSTOMER = 3
const FROM_SERVICER = 5

/**
 * | what comes | what it becomes |
 * |---|---|
 * | text | text, with the token of a tapped menu entry |
 * | image, voice, video, file | media; unreadable without a media_id |
 * | location | location; unreadable without coordinates |
 * | link, business_card, miniprogram, msgmenu, channels…, merged_msg, meeting, note, unknown types | unreadable |
 * | events of the customer | see kf-events.ts |
 * | a servicer's own messages, entries of an unknown origin, entries without a customer | ignored |
 *
 * Never throws: an entry that cannot be understood must not stop the account behind it.
 */
export function parseKf(entry: unknown, context: KfContext): KfEntry {
  const event = fieldOf(entry, 'event')
  const type = textField(entry, 'msgtype')
  const user = textField(entry, 'external_userid') || textField(event, 'external_userid')
  const origin = numberField(entry, 'origin')
  if (origin === FROM_SERVICER) return { ignored: 'servicer message' }
  if (!user) return { ignored: type === 'event' ? textField(event, 'event_type') : 'no customer' }
  const { corpId, openKfId } = context
  const keyOf = (messageId: string) => incomingKey('kf', corpId, openKfId, messageId)
  const content =
    type === 'event' ? kfEventContent(event, keyOf) : messageContent(type, origin, entry)
  if ('ignored' in content) return content
  return {
    incoming: {
      key: keyOf(textField(entry, 'msgid') || digestOf(Buffer.from(JSON.stringify(entry)))),
      from: { corpId, channel: 'wecom-kf', account: openKfId, user },
      sentAt: sentAtOf(entry, context.now),
      content,
    },
  }
}

function sentAtOf(entry: unknown, now: Date): Date {
  const seconds = numberField(entry, 'send_time') ?? 0
  const sentAt = new Date(seconds * 1000)
  return seconds > 0 && !Number.isNaN(sentAt.getTime()) ? sentAt : now
}

function messageContent(
  type: string,
  origin: number | undefined,
  entry: unknown,
): IncomingContent | { readonly ignored: string } {
  if (origin !== FROM_CUSTOMER) return { ignored: `origin ${origin}` }
  const body = fieldOf(entry, type)
  switch (type) {
    case 'text':
      return textContent(body)
    case 'image':
    case 'voice':
    case 'video':
    case 'file': {
      const mediaId = textField(body, 'media_id')
      return mediaId ? { kind: 'media', media: type, mediaId } : unreadable(type)
    }
    case 'location':
      return locationContent(body)
    default:
      return unreadable(type)
  }
}

function textContent(body: unknown): IncomingContent {
  const text = textField(body, 'content')
  const token = textField(body, 'menu_id')
  return token ? { kind: 'text', text, token } : { kind: 'text', text }
}

function locationContent(body: unknown): IncomingContent {
  const latitude = numberField(body, 'latitude')
  const longitude = numberField(body, 'longitude')
  if (latitude === undefined || longitude === undefined) return unreadable('location')
  const name = textField(body, 'name') || textField(body, 'address')
  return { kind: 'location', latitude, longitude, name }
}

function unreadable(type: string): IncomingContent {
  return { kind: 'unreadable', what: nameOfMessage(type) }
}
