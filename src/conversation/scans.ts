/** Opening the chat by a code of the desk is heard as the wish it stands for. */
import type { IncomingContent } from '../channels/channel.ts'
import { wayTokenOf } from '../desk/contacts/way-token.ts'
import type { Heard } from '../dialogue/run/world.ts'
import type { OpenItem } from '../inbox/due.ts'
import type { Words } from './words.ts'

/** Null for everything else. */
export function scanOf(words: Words, item: OpenItem): Heard | null {
  const token = item.kind === 'enter' ? tokenOf(item.content as IncomingContent) : null
  if (token === null) return null
  const text = words.text('conversation.scanned', { token })
  return { id: item.id, at: item.sentAt, kind: 'text', text }
}

export function tokenOf(content: IncomingContent): string | null {
  return content.kind === 'enter' ? wayTokenOf(content.scene ?? '') : null
}
