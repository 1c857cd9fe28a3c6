/** What was to be said, for somebody who will say it on the phone. */
import type { Outgoing } from '../channels/channel.ts'

const LONGEST = 200

export function shortText(message: Outgoing): string {
  const text = 'text' in message ? message.text : 'title' in message ? message.title : ''
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
