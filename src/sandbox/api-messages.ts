/** How the phones' bubbles read over /sandbox/api. */
import { cardQuestions } from './platform/app/card-rules.ts'
import { isJsonObject, type Json, type JsonObject } from './platform/json.ts'
import type { BubbleContent, BubbleRow } from './platform/store/rows.ts'

export interface ApiMessage {
  readonly n: number
  readonly from: BubbleRow['from']
  readonly type: BubbleContent['type']
  /** All that is to be read; empty for a message that was taken back. */
  readonly text: string
  readonly at: string
  readonly menu?: readonly { readonly id: string; readonly label: string }[]
  readonly links?: readonly { readonly label: string; readonly url: string }[]
  /** Where the picture or file is to be had. */
  readonly image?: string
  readonly file?: string
  /** How long a voice lasts. */
  readonly seconds?: number
  readonly location?: { readonly latitude: number; readonly longitude: number }
  readonly card?: ApiCard
  readonly mentioned?: readonly string[]
  /** Which servicer wrote it. */
  readonly servicer?: string
  readonly recalled?: true
}

export interface ApiCard {
  readonly taskId: string
  /** The small words on top, when the card has any. */
  readonly source: string
  readonly title: string
  readonly description: string
  readonly text: string
  /** Where the picture of a news card is to be had. */
  readonly picture?: string
  /** The large figure of a notice. */
  readonly emphasis?: { readonly title: string; readonly description: string }
  readonly lines: readonly {
    readonly label: string
    readonly value: string
    readonly url?: string
  }[]
  /** Empty once the card is closed. */
  readonly buttons: readonly { readonly key: string; readonly text: string }[]
  readonly questions: readonly {
    readonly key: string
    readonly title: string
    readonly options: readonly { readonly id: string; readonly text: string }[]
    readonly chosen: readonly string[]
    /** A list that opens, or options that are all in sight, of which one or several may be chosen. */
    readonly shape: 'list' | 'one' | 'several'
  }[]
  /** The words in place of the buttons. */
  readonly closed?: string
  /** Where a tap on the card, and on each of its jumps, leads. */
  readonly url?: string
  readonly jumps: readonly { readonly title: string; readonly url: string }[]
}

export function apiMessage(row: BubbleRow): ApiMessage {
  const { n, from, at, content } = row
  const head = { n, from, type: content.type, at }
  if (row.recalled) return { ...head, text: '', recalled: true }
  const servicer = row.servicer === undefined ? {} : { servicer: row.servicer }
  return { ...head, ...servicer, ...shown(content) }
}

type Shown = Omit<ApiMessage, 'n' | 'from' | 'type' | 'at'>

function shown(content: BubbleContent): Shown {
  switch (content.type) {
    case 'text':
      return { text: content.text, ...(content.mentioned ? { mentioned: content.mentioned } : {}) }
    case 'markdown':
      return { text: content.text }
    case 'menu':
      return menu(content)
    case 'link':
      return {
        text: [content.title, content.description].filter((line) => line !== '').join('\n'),
        links: [{ label: content.button ?? content.title, url: content.url }],
      }
    case 'location':
      return {
        text: [content.name, content.address].filter((line) => line !== '').join('\n'),
        location: { latitude: content.latitude, longitude: content.longitude },
      }
    case 'notice':
      return { text: [content.title, ...content.lines].join('\n') }
    case 'card':
      return cardMessage(content)
    case 'image':
      return { text: '', image: mediaUrl(content.mediaId) }
    case 'voice':
    case 'video':
    case 'file':
      return {
        text: content.name,
        file: mediaUrl(content.mediaId),
        ...(content.seconds === undefined ? {} : { seconds: content.seconds }),
      }
  }
}

function menu(content: Extract<BubbleContent, { type: 'menu' }>): Shown {
  const plain = content.items.flatMap((item) => (item.kind === 'text' ? [item.label] : []))
  const links = content.items.flatMap((item) =>
    item.kind === 'view' ? [{ label: item.label, url: item.url }] : [],
  )
  return {
    text: [content.head, ...plain, content.tail].filter((line) => line !== '').join('\n'),
    menu: content.items.flatMap((item) =>
      item.kind === 'click' ? [{ id: item.id, label: item.label }] : [],
    ),
    ...(links.length > 0 ? { links } : {}),
  }
}

function cardMessage(content: Extract<BubbleContent, { type: 'card' }>): Shown {
  const card = apiCard(content)
  return { text: [card.title, card.text].filter((line) => line !== '').join('\n'), card }
}

/** A template card in plain words. */
export function apiCard({ card, closed }: Extract<BubbleContent, { type: 'card' }>): ApiCard {
  const title = part(card, 'main_title')
  const url = part(card, 'card_action')['url']
  const emphasis = part(card, 'emphasis_content')
  return {
    taskId: words(card['task_id']),
    source: words(part(card, 'source')['desc']),
    title: words(title['title']) || textOfCard(card),
    description: words(title['desc']),
    text: words(title['title']) === '' ? '' : textOfCard(card),
    ...(card['emphasis_content'] === undefined
      ? {}
      : { emphasis: { title: words(emphasis['title']), description: words(emphasis['desc']) } }),
    ...picture(card),
    lines: cardLines(card),
    buttons: closed === undefined ? cardButtons(card) : [],
    questions: cardQuestions(card),
    ...(closed === undefined ? {} : { closed }),
    ...(typeof url === 'string' ? { url } : {}),
    jumps: parts(list(card['jump_list']))
      .map((jump) => ({ title: words(jump['title']), url: words(jump['url']) }))
      .filter((jump) => jump.url !== ''),
  }
}

function picture(card: JsonObject): Pick<ApiCard, 'picture'> {
  const url = part(card, 'card_image')['url'] ?? part(card, 'image_text_area')['image_url']
  return typeof url === 'string' ? { picture: url } : {}
}

/** The words beside a picture, and those of a quote, stand where another card has its line of text. */
function textOfCard(card: JsonObject): string {
  const area = part(card, 'image_text_area')
  const quote = part(card, 'quote_area')
  const found = [
    card['sub_title_text'],
    area['title'],
    area['desc'],
    quote['title'],
    quote['quote_text'],
  ]
  return found
    .map(words)
    .filter((line) => line !== '')
    .join('\n')
}

function cardLines(card: JsonObject): ApiCard['lines'] {
  const horizontal = parts(list(card['horizontal_content_list'])).map((line) => ({
    label: words(line['keyname']),
    value: words(line['value']),
    ...(typeof line['url'] === 'string' ? { url: line['url'] } : {}),
  }))
  const vertical = parts(list(card['vertical_content_list'])).map((line) => ({
    label: words(line['title']),
    value: words(line['desc']),
  }))
  return [...horizontal, ...vertical]
}

function cardButtons(card: JsonObject): ApiCard['buttons'] {
  const buttons = parts([...list(card['button_list']), card['submit_button']])
  return buttons.map((button) => ({ key: words(button['key']), text: words(button['text']) }))
}

export function mediaUrl(mediaId: string): string {
  return `/sandbox/api/media/${mediaId}`
}

function part(of: JsonObject, name: string): JsonObject {
  const value = of[name]
  return isJsonObject(value) ? value : {}
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function parts(values: readonly (Json | undefined)[]): readonly JsonObject[] {
  return values.filter(isJsonObject)
}

function words(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
