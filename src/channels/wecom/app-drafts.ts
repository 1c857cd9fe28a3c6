/** Plans what leaves for one message to a member of staff: which app messages, in which order (wecom.md 5.2). */
import type { Card } from '../card.ts'
import type { Outgoing } from '../channel.ts'
import type { TemplateCard } from './card-kinds.ts'
import { cardText, menuText } from './degrade.ts'
import { refusedHere } from './send-refusal.ts'
import { bytesOf, cutBytes } from './split.ts'
import { formCardOf, templateCardOf } from './template-card.ts'
import { isBlank, TEXT_BYTES, type TextDraft, textDrafts, withoutTags } from './text-draft.ts'
import { isWebAddress } from './web-address.ts'

export type AppDraft =
  | TextDraft
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard }
  | { readonly msgtype: 'image'; readonly fileId: string }

const LABEL_BYTES = 512

/** Throws SendRefused of class `data` for a message no call could carry. */
export function appDrafts(message: Outgoing): readonly AppDraft[] {
  switch (message.kind) {
    case 'text':
      return textDrafts(withoutTags(message.text))
    case 'menu':
      return textDrafts(withoutTags(menuText(message)))
    case 'image':
      return [{ msgtype: 'image', fileId: message.fileId }]
    case 'link':
      return linkDrafts(message)
    case 'card':
      return cardDrafts(message)
    case 'form':
      return [{ msgtype: 'template_card', template_card: formCardOf(message) }]
    // Only a card whose code is known can be greyed; of another one the news is told.
    case 'card-close':
      return textDrafts(withoutTags(message.text))
    case 'hand-over':
      throw refusedHere('40058', 'staff chats have no servicers')
  }
}

/** A text before the link may be parted, the link may not: it stands in the last piece, or is one of its own. */
function linkDrafts({ text, label, url }: Extract<Outgoing, { kind: 'link' }>) {
  if (!isWebAddress(url)) throw refusedHere('40094', 'a link that is no web address')
  const words = cutBytes(isBlank(label) ? url : label, LABEL_BYTES).replaceAll('<', '＜')
  const link = `<a href="${url}">${words}</a>`
  if (bytesOf(link) > TEXT_BYTES) throw refusedHere('45002', 'a link that is too long')
  if (isBlank(text)) return textDrafts(link)
  const before = textDrafts(withoutTags(text)).map((draft) => draft.text.content)
  const joined = `${before.at(-1)}\n${link}`
  return bytesOf(joined) <= TEXT_BYTES
    ? [...before.slice(0, -1), joined].flatMap(textDrafts)
    : [...before, link].flatMap(textDrafts)
}

/** A card with nothing to tap is a text: the platform has no such card. */
function cardDrafts(card: Card): readonly AppDraft[] {
  if (card.buttons.length === 0 && !card.url) return textDrafts(withoutTags(cardText(card)))
  return [{ msgtype: 'template_card', template_card: templateCardOf(card) }]
}
