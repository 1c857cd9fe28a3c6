/** Open inbox items as the talk hears them; what is none of its business is left out. */
import type { IncomingContent } from '../channels/channel.ts'
import type { Heard } from '../dialogue/run/world.ts'
import type { OpenItem } from '../inbox/due.ts'

/** Null for what other parts deal with: taps on cards, servicers, receipts. */
export function heardOf(item: OpenItem): Heard | null {
  const base = { id: item.id, at: item.sentAt }
  const content = item.content as Record<string, unknown>
  switch (item.kind) {
    case 'timer':
      return { ...base, kind: 'timer', timer: content['timer'] } as Heard
    case 'event':
      return { ...base, kind: 'event', event: content['event'], data: content['data'] } as Heard
    case 'result':
      return { ...base, kind: 'result', ...content } as Heard
    case 'handed-back':
      return { ...base, kind: 'handed-back', reason: content['reason'] } as Heard
    default:
      return heardContent(base, item.content as IncomingContent)
  }
}

function heardContent(
  base: { readonly id: string; readonly at: Date },
  content: IncomingContent,
): Heard | null {
  switch (content.kind) {
    case 'text':
      return {
        ...base,
        kind: 'text',
        text: content.text,
        ...(content.token !== undefined && { token: content.token }),
      }
    case 'media':
      return { ...base, kind: 'media', media: content.media, fileId: content.fileId ?? '' }
    case 'location':
      return { ...base, ...content }
    case 'unreadable':
      return { ...base, ...content }
    case 'enter':
      return { ...base, kind: 'enter' }
    default:
      return null
  }
}
