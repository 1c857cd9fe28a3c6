/** Turns the events inside a 微信客服 page into our own words (wecom.md 3.3; path/94670). */
import type { IncomingContent } from '../channel.ts'
import { numberField, textField } from './json-field.ts'
import { sendingIdOf } from './message-id.ts'
import { nameOfFailure } from './message-names.ts'

type EventContent = IncomingContent | { readonly ignored: string }

/**
 * | event | what it becomes |
 * |---|---|
 * | enter_session | enter, with welcome code and scene |
 * | msg_send_fail | send-failed, with the id the receipt of the sending named |
 * | session_status_change | servicing |
 * | user_recall_msg | recalled |
 * | servicer_recall_msg, servicer_status_change, reject_customer_msg_switch_change, others | ignored |
 */
export function kfEventContent(event: unknown, keyOf: (messageId: string) => string): EventContent {
  const type = textField(event, 'event_type')
  switch (type) {
    case 'enter_session':
      return enterContent(event)
    case 'msg_send_fail':
      return {
        kind: 'send-failed',
        platformId: sendingIdOf(textField(event, 'fail_msgid')),
        reason: nameOfFailure(String(numberField(event, 'fail_type') ?? 0)),
      }
    case 'session_status_change':
      return servicingContent(event)
    case 'user_recall_msg':
      return { kind: 'recalled', recalledKey: keyOf(textField(event, 'recall_msgid')) }
    default:
      return { ignored: type || 'event without type' }
  }
}

function enterContent(event: unknown): IncomingContent {
  const welcomeCode = textField(event, 'welcome_code')
  const scene = sceneOf(textField(event, 'scene'), textField(event, 'scene_param'))
  return { kind: 'enter', ...(welcomeCode && { welcomeCode }), ...(scene && { scene }) }
}

/** `door`, or `door?b=3` when the link carried a parameter of ours behind the scene (path/94665). */
function sceneOf(scene: string, escapedParam: string): string {
  return escapedParam ? `${scene}?${unescaped(escapedParam)}` : scene
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    // Somebody else's link; its parameter is taken as it stands.
    if (error instanceof URIError) return text
    throw error
  }
}

/** change_type of session_status_change. */
const CHANGES = { 1: 'taken', 2: 'transferred', 3: 'ended', 4: 'reopened' } as const

function servicingContent(event: unknown): EventContent {
  const type = numberField(event, 'change_type')
  if (type !== 1 && type !== 2 && type !== 3 && type !== 4) {
    return { ignored: `session_status_change ${type}` }
  }
  const change = CHANGES[type]
  const servicer =
    textField(event, 'new_servicer_userid') || textField(event, 'old_servicer_userid')
  const code = textField(event, 'msg_code')
  return { kind: 'servicing', change, ...(servicer && { servicer }), ...(code && { code }) }
}
