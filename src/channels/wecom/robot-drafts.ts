/** Plans what leaves for one message to a staff group: which robot messages, in which order (wecom.md 6.1). */
import type { Outgoing } from '../channel.ts'
import type { TemplateCard } from './card-kinds.ts'
import { cardProblems } from './card-problems.ts'
import { cardText, formText, linkText, menuText } from './degrade.ts'
import { refusedHere } from './send-refusal.ts'
import { templateCardOf } from './template-card.ts'
import { type TextDraft, textDrafts } from './text-draft.ts'
import { USER_ID } from './user-id.ts'
import { isWebAddress } from './web-address.ts'

const MOST_MENTIONED = 1000

export type RobotDraft =
  | TextDraft
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard }
  | { readonly msgtype: 'image'; readonly fileId: string }

/** A group shows cards but no buttons; texts are plain, so nothing in them can turn into markup. */
export function robotDrafts(message: Outgoing): readonly RobotDraft[] {
  switch (message.kind) {
    case 'text':
      return mentioning(textDrafts(message.text), message.mention ?? [])
    case 'card-close':
      return textDrafts(message.text)
    case 'menu':
      return textDrafts(menuText(message))
    case 'image':
      return [{ msgtype: 'image', fileId: message.fileId }]
    case 'link':
      if (!isWebAddress(message.url)) throw refusedHere('40094', 'a link that is no web address')
      return textDrafts(linkText(message.text, message.label, message.url))
    case 'card': {
      const template_card = templateCardOf({ ...message, buttons: [] })
      const isShowable = cardProblems(template_card).length === 0
      return isShowable
        ? [{ msgtype: 'template_card', template_card }]
        : textDrafts(cardText(message))
    }
    case 'form':
      return textDrafts(formText(message))
    case 'hand-over':
      throw refusedHere('40058', 'a group robot has no servicers')
  }
}

/** The last part alerts: whoever looks up finds all of it above. An id that is none must not cost the message. */
function mentioning(drafts: readonly TextDraft[], ids: readonly string[]): readonly TextDraft[] {
  const last = drafts.at(-1)
  const mentioned_list = ids.filter((id) => USER_ID.test(id)).slice(0, MOST_MENTIONED)
  if (!last || mentioned_list.length === 0) return drafts
  return [...drafts.slice(0, -1), { ...last, text: { ...last.text, mentioned_list } }]
}
