/** The last look at every type of message before it leaves: what the platform would refuse is refused here, with its code. */
import type { TemplateCard } from './card-kinds.ts'
import { cardProblems } from './card-problems.ts'
import type { KfMenu, KfMenuItem } from './kf-menu.ts'
import { refusedHere } from './send-refusal.ts'
import { bytesOf } from './split.ts'
import { isBlank, TEXT_BYTES } from './text-draft.ts'
import { USER_ID } from './user-id.ts'
import { isWebAddress } from './web-address.ts'

/** What a draft holds beside its type; an image has no media id before it is uploaded (`media-ids.ts`). */
type AnyDraft =
  | {
      readonly msgtype: 'text'
      readonly text: { readonly content: string; readonly mentioned_list?: readonly string[] }
    }
  | { readonly msgtype: 'image'; readonly fileId: string }
  | { readonly msgtype: 'msgmenu'; readonly msgmenu: KfMenu }
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard }

const HEAD_BYTES = 1024
const TAIL_BYTES = 1024
const MOST_ITEMS = 10
const ID_BYTES = 128
const LABEL_BYTES = 128
const LINK_LABEL_BYTES = 1024
const MOST_MENTIONED = 1000

/** The draft itself. @throws SendRefused of class `data` with the platform's code and where it applies */
export function checked<Draft extends AnyDraft>(draft: Draft): Draft {
  const any: AnyDraft = draft
  switch (any.msgtype) {
    case 'text':
      checkText(any.text)
      break
    case 'image':
      check(any.fileId !== '', '41006', 'an image without file')
      break
    case 'msgmenu':
      checkMenu(any.msgmenu)
      break
    case 'template_card':
      checkCard(any.template_card)
      break
  }
  return draft
}

/** wecom.md 3.4, 5.2 and 6.1. */
function checkText({ content, mentioned_list: mentioned = [] }: { content: string } & Mentions) {
  check(!isBlank(content), '44004', 'an empty text')
  check(bytesOf(content) <= TEXT_BYTES, '45002', `a text of ${bytesOf(content)} bytes`)
  check(mentioned.length <= MOST_MENTIONED, '40032', `${mentioned.length} members mentioned`)
  check(
    mentioned.every((id) => USER_ID.test(id)),
    '40031',
    'a mention of no member',
  )
}

interface Mentions {
  readonly mentioned_list?: readonly string[]
}

/** wecom.md 3.4. */
function checkMenu({ head_content = '', list, tail_content = '' }: KfMenu): void {
  check(bytesOf(head_content) <= HEAD_BYTES, '40058', 'msgmenu.head_content')
  check(bytesOf(tail_content) <= TAIL_BYTES, '40058', 'msgmenu.tail_content')
  check(list.length > 0, '40063', 'msgmenu.list')
  check(list.length <= MOST_ITEMS, '95008', `a menu of ${list.length} items`)
  list.forEach(checkItem)
}

function checkItem(item: KfMenuItem, at: number): void {
  const field = `msgmenu.list[${at}]`
  if (item.type === 'click') {
    const { id, content } = item.click
    check(isWithin(id, ID_BYTES), '40058', `${field}.click.id of ${bytesOf(id)} bytes`)
    check(isWithin(content, LABEL_BYTES), '40058', `${field}.click.content`)
    return
  }
  check(isWebAddress(item.view.url), '40094', `${field}.view.url`)
  check(isWithin(item.view.content, LINK_LABEL_BYTES), '40058', `${field}.view.content`)
}

/** wecom.md 5.3. */
function checkCard(card: TemplateCard): void {
  const problems = cardProblems(card)
  const [first] = problems
  const fields = problems.map(({ code, field }) => `${field} (${code})`).join(', ')
  if (first) throw refusedHere(String(first.code), `a card the platform would refuse: ${fields}`)
}

function isWithin(text: string, mostBytes: number): boolean {
  return !isBlank(text) && bytesOf(text) <= mostBytes
}

function check(isRight: boolean, code: string, what: string): void {
  if (!isRight) throw refusedHere(code, what)
}
