/** What one turn heard, as a test file writes it: words with their people exchanged, photos and voices as placeholders. */
import type { Alias } from '../personal/alias.ts'
import type { Heard } from '../run/world.ts'
import type { SaidItem } from '../testing/suite-schema.ts'

export type RecordedItem =
  | SaidItem
  | { readonly event: string; readonly data: Record<string, unknown> }
  | { readonly staff: 'closed' | 'expired' }

/** Alarms are left out, for the pauses ring them again, and so are results: the desk of the test gives its own. */
export function openItems(alias: Alias): (heard: readonly Heard[]) => readonly RecordedItem[] {
  const files = new Map<string, string>()
  const file = (fileId: string, name: string) => {
    const known = files.get(fileId) ?? `${name}${files.size + 1}`
    files.set(fileId, known)
    return known
  }
  return (heard) => heard.flatMap((one) => itemOf(one, alias, file))
}

function itemOf(
  one: Heard,
  alias: Alias,
  file: (fileId: string, name: string) => string,
): readonly RecordedItem[] {
  switch (one.kind) {
    case 'text':
      return [
        one.token === undefined ? { user: alias.text(one.text) } : { click: alias.text(one.text) },
      ]
    case 'media':
      if (one.media === 'image') return [{ media: [file(one.fileId, '照片')] }]
      if (one.media !== 'voice') return [{ file: file(one.fileId, '文件') }]
      return [
        {
          voice: file(one.fileId, '语音'),
          ...(one.transcript !== undefined && { transcript: alias.text(one.transcript) }),
        },
      ]
    case 'location':
      return [{ location: '某处' }]
    case 'unreadable':
      return [{ unreadable: one.what }]
    case 'enter':
      return [{ enter: true }]
    case 'event':
      return [{ event: one.event, data: alias.json(one.data) as Record<string, unknown> }]
    case 'handed-back':
      return [{ staff: one.reason }]
    case 'timer':
    case 'result':
      return []
  }
}
