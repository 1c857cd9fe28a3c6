/** Plans what is written into a bot's answer for one message: markdown, or a picture (wecom.md 10.1; path/101031). */
import type { Outgoing } from '../../channel.ts'
import { legalText } from '../../legal-text.ts'
import { cardText, formText, menuText } from '../degrade.ts'
import { refusedHere } from '../send-refusal.ts'
import { bytesOf } from '../split.ts'
import { isBlank } from '../text-draft.ts'
import { isWebAddress } from '../web-address.ts'

export type AibotDraft = { readonly text: string } | { readonly fileId: string }

/** Of everything one answer says (path/101031). */
export const ANSWER_BYTES = 20_480

/** Throws SendRefused of class `data` for a message no answer could carry. */
export function aibotDraft(message: Outgoing): AibotDraft {
  switch (message.kind) {
    case 'text':
    case 'card-close':
      return plain(message.text)
    case 'menu':
      return plain(menuText(message))
    case 'image':
      return { fileId: message.fileId }
    case 'link': {
      if (!isWebAddress(message.url)) {
        throw refusedHere('40094', 'a link that is no web address')
      }
      const label = withoutMarks(isBlank(message.label) ? message.url : message.label)
      const link = `[${label.replaceAll(/[[\]]/g, ' ')}](${message.url})`
      return fitting([withoutMarks(message.text), link].filter(Boolean).join('\n'))
    }
    case 'card':
      return plain(cardText(message))
    case 'form':
      return plain(formText(message))
    case 'hand-over':
      throw refusedHere('40058', 'staff chats have no servicers')
  }
}

function plain(text: string): AibotDraft {
  return fitting(withoutMarks(text))
}

function fitting(text: string): AibotDraft {
  if (isBlank(text)) throw refusedHere('44004', 'an empty text')
  if (bytesOf(text) > ANSWER_BYTES) throw refusedHere('45002', 'longer than an answer may be')
  return { text }
}

/** The client draws markdown: what an owner wrote must not become a link, a heading or markup on a staff phone. */
function withoutMarks(text: string): string {
  return legalText(text)
    .replaceAll('](', '] (')
    .replaceAll('<', '＜')
    .replaceAll(/^(\s*)([#>])/gm, '$1\\$2')
}
