/** Turns what a self-built app receives into our own messages (wecom.md 2; path/90239, path/90240). */
import type { ContactChange } from '../../desk/contacts/contact-change.ts'
import type { DirectoryChange } from '../../desk/directory/directory-change.ts'
import type { Address, Incoming, IncomingContent } from '../channel.ts'
import { contactChangeOf } from './contact-change.ts'
import { directoryChangeOf } from './directory-change.ts'
import { digestOf, incomingKey } from './incoming-key.ts'
import { nameOfMessage } from './message-names.ts'
import { listOf, nodeOf, textOf, type XmlNode } from './xml.ts'

/** One decrypted delivery: a message of ours, a hint to pull, or something the desk has no use for. */
export type AppDelivery =
  | { readonly kind: 'incoming'; readonly incoming: Incoming }
  | { readonly kind: 'kf-ping'; readonly openKfId: string; readonly token: string }
  | { readonly kind: 'contact-change'; readonly change: ContactChange }
  | { readonly kind: 'directory-change'; readonly change: DirectoryChange }
  | { readonly kind: 'ignored'; readonly what: string }

export interface AppContext {
  readonly corpId: string
  readonly agentId: string
  /** The decrypted bytes: equal in every delivery of the same event. */
  readonly plaintext: Buffer
  readonly now: Date
}

/**
 * | what comes | what it becomes |
 * |---|---|
 * | text | text |
 * | image, voice, video, file | media; unreadable without a MediaId |
 * | location | location; unreadable without coordinates |
 * | link and every other type | unreadable |
 * | enter_agent | enter |
 * | click (app menu) | text: the key of an entry is the words it stands for |
 * | template_card_event, template_card_menu_event | click |
 * | kf_msg_or_event | kf-ping |
 * | change_external_contact | contact-change |
 * | change_contact | directory-change; unknown kinds of it are counted by name |
 * | subscribe, unsubscribe | directory-change: the member came into the app's sight, or left it or the company |
 * | every other event, other agents, no sender | ignored |
 */
export function parseApp(root: XmlNode, context: AppContext): AppDelivery {
  const type = textOf(root, 'MsgType')?.trim() ?? ''
  const event = textOf(root, 'Event')?.trim() ?? ''
  const ofTheCorp = type === 'event' ? corpEvent(event, root, context) : undefined
  if (ofTheCorp) return ofTheCorp
  const user = textOf(root, 'FromUserName')?.trim()
  const agent = textOf(root, 'AgentID')?.trim() || context.agentId
  if (agent !== context.agentId) return { kind: 'ignored', what: 'another agent' }
  const what = type === 'event' ? event : type
  if (!user || user === 'sys') return { kind: 'ignored', what: what || 'no type' }
  const content = type === 'event' ? eventContent(event, root) : messageContent(type, root)
  if (!content) return { kind: 'ignored', what }
  const from: Address = {
    corpId: context.corpId,
    channel: 'wecom-app',
    account: context.agentId,
    user,
  }
  const key = keyOf(root, content, from, context.plaintext)
  return { kind: 'incoming', incoming: { key, from, sentAt: sentAtOf(root, context.now), content } }
}

/** Events no member is behind: what a member says comes with their own act. */
const SIGHT_EVENTS = ['subscribe', 'unsubscribe']

function corpEvent(event: string, root: XmlNode, context: AppContext): AppDelivery | undefined {
  if (event === 'kf_msg_or_event') return kfPing(root)
  if (event === 'change_external_contact') return contactChange(root, context)
  if (event === 'change_contact') return directoryChange(root, context)
  return SIGHT_EVENTS.includes(event) ? sightChange(root, context) : undefined
}

function kfPing(root: XmlNode): AppDelivery {
  const openKfId = textOf(root, 'OpenKfId')?.trim()
  if (!openKfId) return { kind: 'ignored', what: 'kf_msg_or_event without account' }
  return { kind: 'kf-ping', openKfId, token: textOf(root, 'Token')?.trim() ?? '' }
}

function contactChange(root: XmlNode, { now }: AppContext): AppDelivery {
  const change = contactChangeOf(root, sentAtOf(root, now))
  return change
    ? { kind: 'contact-change', change }
    : { kind: 'ignored', what: 'change_external_contact' }
}

function directoryChange(root: XmlNode, context: AppContext): AppDelivery {
  const change = directoryChangeOf(root, context)
  if (change) return { kind: 'directory-change', change }
  const type = textOf(root, 'ChangeType')?.trim()
  return { kind: 'ignored', what: ['change_contact', type].filter(Boolean).join(' ') }
}

function sightChange(root: XmlNode, { corpId, agentId, plaintext }: AppContext): AppDelivery {
  const user = textOf(root, 'FromUserName')?.trim()
  const event = textOf(root, 'Event')?.trim() ?? ''
  const agent = textOf(root, 'AgentID')?.trim() || agentId
  if (!user || agent !== agentId) return { kind: 'ignored', what: user ? 'another agent' : event }
  const key = incomingKey('directory', corpId, agentId, digestOf(plaintext))
  return { kind: 'directory-change', change: { key, members: [user], departments: false } }
}

/** MsgId alone collided between members once, events have none, and a digest of the plaintext fits both (1.6). */
function keyOf(root: XmlNode, content: IncomingContent, from: Address, plaintext: Buffer): string {
  const { corpId, account, user } = from
  if (content.kind === 'click') {
    const { taskId, key, responseCode } = content
    return incomingKey('app-click', corpId, account, user, taskId, key, responseCode)
  }
  const messageId = textOf(root, 'MsgId')?.trim()
  if (messageId) return incomingKey('app', corpId, account, user, messageId)
  return incomingKey('app-event', corpId, account, digestOf(plaintext))
}

function sentAtOf(root: XmlNode, now: Date): Date {
  const seconds = Number(textOf(root, 'CreateTime') ?? '')
  const sentAt = new Date(seconds * 1000)
  return seconds > 0 && !Number.isNaN(sentAt.getTime()) ? sentAt : now
}

function messageContent(type: string, root: XmlNode): IncomingContent {
  switch (type) {
    case 'text':
      return { kind: 'text', text: textOf(root, 'Content') ?? '' }
    case 'image':
    case 'voice':
    case 'video':
    case 'file': {
      const mediaId = textOf(root, 'MediaId')?.trim()
      return mediaId ? { kind: 'media', media: type, mediaId } : unreadable(type)
    }
    case 'location':
      return locationContent(root)
    default:
      return unreadable(type)
  }
}

function locationContent(root: XmlNode): IncomingContent {
  const latitude = Number(textOf(root, 'Location_X')?.trim() || Number.NaN)
  const longitude = Number(textOf(root, 'Location_Y')?.trim() || Number.NaN)
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return unreadable('location')
  return { kind: 'location', latitude, longitude, name: textOf(root, 'Label') ?? '' }
}

function unreadable(type: string): IncomingContent {
  return { kind: 'unreadable', what: nameOfMessage(type) }
}

/** Event names are case sensitive: LOCATION, which nobody needs, is not the message type location. */
function eventContent(event: string, root: XmlNode): IncomingContent | undefined {
  switch (event) {
    case 'enter_agent':
      return { kind: 'enter' }
    case 'click': {
      const text = textOf(root, 'EventKey')?.trim()
      return text ? { kind: 'text', text } : undefined
    }
    case 'template_card_event':
    case 'template_card_menu_event':
      return clickContent(root)
    default:
      return undefined
  }
}

function clickContent(root: XmlNode): IncomingContent | undefined {
  const taskId = textOf(root, 'TaskId')?.trim()
  if (!taskId) return undefined
  const selections = new Map<string, readonly string[]>()
  for (const item of listOf(nodeOf(root, 'SelectedItems'), 'SelectedItem')) {
    if (typeof item === 'string') continue
    const chosen = listOf(nodeOf(item, 'OptionIds'), 'OptionId')
    const ids = chosen.flatMap((id) => (typeof id === 'string' ? [id.trim()] : []))
    selections.set(textOf(item, 'QuestionKey')?.trim() ?? '', ids)
  }
  return {
    kind: 'click',
    taskId,
    key: textOf(root, 'EventKey')?.trim() ?? '',
    selections: Object.fromEntries(selections),
    responseCode: textOf(root, 'ResponseCode')?.trim() ?? '',
  }
}
