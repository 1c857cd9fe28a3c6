/** Plans what leaves for one message to an owner: which 微信客服 messages, in which order (wecom.md 3.4; path/94677). */
import type { MenuOption, Outgoing } from '../channel.ts'
import { cardText, formText, numberedOptions } from './degrade.ts'
import type { KfMenu, KfMenuItem } from './kf-menu.ts'
import { refusedHere } from './send-refusal.ts'
import { bytesOf, cutBytes, splitBytes } from './split.ts'
import {
  isBlank,
  type TextDraft,
  textDraft,
  textDrafts,
  textPieces,
  withoutTags,
} from './text-draft.ts'
import { isWebAddress } from './web-address.ts'

/** One call; the media id of an image is filled in when it is sent. */
export type KfDraft =
  | TextDraft
  | { readonly msgtype: 'msgmenu'; readonly msgmenu: KfMenu }
  | { readonly msgtype: 'image'; readonly fileId: string }

const HEAD_BYTES = 1024
const TAIL_BYTES = 1024
const MOST_OPTIONS = 10
const TOKEN_BYTES = 128
const LABEL_BYTES = 128
const LINK_LABEL_BYTES = 1024

/** The calls one message takes. Throws SendRefused of class `data` for a message no call could carry. */
export function kfDrafts(message: Outgoing): readonly KfDraft[] {
  switch (message.kind) {
    case 'text':
      return texts(message.text)
    case 'menu':
      return menuDrafts(message.text, itemsOf(message), message.tail)
    case 'image':
      return [{ msgtype: 'image', fileId: message.fileId }]
    case 'link':
      return menuDrafts(message.text, [viewItem(message.url, message.label)])
    case 'card':
      return texts(cardText(message))
    case 'form':
      return texts(formText(message))
    case 'card-close':
      return texts(message.text)
    case 'hand-over':
      return []
  }
}

/**
 * How many messages of the owner's budget one message takes: a hand-over none, a long text several. A message
 * that will be refused counts as one.
 */
export function sendsNeeded(message: Outgoing): number {
  switch (message.kind) {
    case 'text':
    case 'card-close':
      return pieces(message.text).length
    case 'card':
      return pieces(cardText(message)).length
    case 'form':
      return pieces(formText(message)).length
    case 'menu':
      return menuPieces(message.text).length + Math.max(0, pagesOf(message.options).length - 1)
    case 'link':
      return menuPieces(message.text).length
    case 'image':
      return 1
    case 'hand-over':
      return 0
  }
}

/** All words of ours to an owner come this way: what a neighbour wrote may be among them. */
function texts(text: string): readonly KfDraft[] {
  return textDrafts(withoutTags(text))
}

/** The same before they are messages. */
function pieces(text: string): readonly string[] {
  return textPieces(withoutTags(text))
}

function menuDrafts(text: string, list: readonly KfMenuItem[], tail = ''): readonly KfDraft[] {
  if (list.length === 0) return texts([text, tail].filter(Boolean).join('\n'))
  const heads = menuPieces(text)
  const tail_content = cutBytes(withoutTags(tail), TAIL_BYTES)
  const pages = pagesOf(list)
  const menus = pages.map((items, at) => ({
    msgtype: 'msgmenu' as const,
    msgmenu: {
      ...(at === 0 && { head_content: heads.at(-1) ?? '' }),
      list: items,
      ...(at === pages.length - 1 && tail_content && { tail_content }),
    },
  }))
  return [...heads.slice(0, -1).map(textDraft), ...menus]
}

/** Of a page of a longer list the numbers go on: they are shown, so that they can be typed. */
function itemsOf({ options, numberFrom }: Extract<Outgoing, { kind: 'menu' }>) {
  const shown = numberFrom === undefined ? options : numberedOptions(options, numberFrom)
  return shown.map(clickItem)
}

/** A longer list than one menu holds (95008) is shown whole, in as many menus as it takes. */
function pagesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / MOST_OPTIONS)
  return Array.from({ length: count }, (_, at) =>
    items.slice(at * MOST_OPTIONS, (at + 1) * MOST_OPTIONS),
  )
}

/** What stands above a menu may be half as long as a text: the last piece, the others go before it as texts. */
function menuPieces(text: string): readonly string[] {
  const all = pieces(text)
  const last = all.at(-1) ?? ''
  return bytesOf(last) <= HEAD_BYTES ? all : [...all.slice(0, -1), ...splitBytes(last, HEAD_BYTES)]
}

/** A label can be cut, a token cannot: it has to come back as it was. */
function clickItem({ token, label }: MenuOption): KfMenuItem {
  const bytes = bytesOf(token)
  if (bytes < 1 || bytes > TOKEN_BYTES) throw refusedHere('40058', `a menu token of ${bytes} bytes`)
  if (isBlank(label)) throw refusedHere('40063', 'a menu option without a label')
  return { type: 'click', click: { id: token, content: cutBytes(label, LABEL_BYTES) } }
}

function viewItem(url: string, label: string): KfMenuItem {
  if (!isWebAddress(url)) throw refusedHere('40094', 'a link that is no web address')
  return {
    type: 'view',
    view: { url, content: cutBytes(isBlank(label) ? url : label, LINK_LABEL_BYTES) },
  }
}
