/** The types of message an app may send, each checked and turned into what the phone shows (wecom.md 5.2). */
import { byteLength, object, objects, text, webAddress } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { useMedia } from '../media/media.ts'
import { need, Refused } from '../refused.ts'
import type { BubbleContent } from '../store/rows.ts'
import type { World } from '../world.ts'
import { cardKeys, checkCard } from './card-rules.ts'

export interface MessageOf {
  readonly agentId: number
  readonly body: JsonObject
}

type Reader = (world: World, message: MessageOf, part: JsonObject) => BubbleContent

const TYPES: Readonly<Record<string, Reader>> = {
  text: (_world, _message, part) => ({
    type: 'text',
    text: messageText(text(part, 'content', { required: 44004 })),
  }),
  markdown: (_world, _message, part) => ({
    type: 'markdown',
    text: text(part, 'content', { required: 44004, max: 2048, tooLong: 45002 }),
  }),
  image: (world, _message, part) => media(world, 'image', part),
  voice: (world, _message, part) => media(world, 'voice', part),
  video: (world, _message, part) => {
    text(part, 'title', { max: 128 })
    text(part, 'description', { max: 512 })
    return media(world, 'video', part)
  },
  file: (world, _message, part) => media(world, 'file', part),
  textcard: (_world, _message, part) => ({
    type: 'link',
    title: text(part, 'title', { required: 41016, max: 128 }),
    description: text(part, 'description', { required: 41033, max: 512 }),
    url: webAddress(part, 'url'),
    button: text(part, 'btntxt', { max: 4, chars: true }) || '详情',
  }),
  news: (_world, _message, part) => articles(part),
  mpnews: (world, _message, part) => mpArticles(world, part),
  miniprogram_notice: (_world, _message, part) => miniprogramNotice(part),
  template_card: (_world, message, part) => {
    checkCard(part, false)
    return { type: 'card', card: part, agentId: message.agentId, keys: cardKeys(part) }
  },
}

/** The content of a send. 40008 for a type that does not exist, the type's own codes for the rest. */
export function readMessage(world: World, message: MessageOf): BubbleContent {
  const type = text(message.body, 'msgtype', { required: 40008, tooLong: 40008 })
  const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (!read) throw new Refused(40008, `no such msgtype ${type}`)
  return read(world, message, object(message.body, type))
}

const LONGEST_TEXT_BYTES = 2048

/** A text as it arrives: what is over the limit is cut away without a word (wecom.md 5.2). */
function messageText(content: string): string {
  if (byteLength(content) <= LONGEST_TEXT_BYTES) return content
  let bytes = 0
  let kept = ''
  for (const char of content) {
    bytes += byteLength(char)
    if (bytes > LONGEST_TEXT_BYTES) break
    kept += char
  }
  return kept
}

export function media(
  world: World,
  type: 'image' | 'voice' | 'video' | 'file',
  part: JsonObject,
  robotKey?: string,
): BubbleContent {
  const mediaId = text(part, 'media_id', { required: 41006 })
  const row = useMedia(world, mediaId, { type, ...(robotKey === undefined ? {} : { robotKey }) })
  return { type, mediaId: row.mediaId, name: row.filename }
}

/** One to eight articles (45008); shown as a notice with their titles. */
export function articles(part: JsonObject): BubbleContent {
  const items = objects(part, 'articles', { min: 1, max: 8, code: 45008 })
  const lines = items.map((item) => {
    const title = text(item, 'title', { required: 41016, max: 128 })
    text(item, 'description', { max: 512 })
    if (text(item, 'appid') === '') webAddress(item, 'url')
    else text(item, 'pagepath', { max: 128 })
    return title
  })
  return { type: 'notice', title: lines[0] ?? '', lines: lines.slice(1) }
}

function mpArticles(world: World, part: JsonObject): BubbleContent {
  const items = objects(part, 'articles', { min: 1, max: 8, code: 45008 })
  const lines = items.map((item) => {
    useMedia(world, text(item, 'thumb_media_id', { required: 41006 }), { type: 'image' })
    text(item, 'author', { max: 64 })
    text(item, 'content', { required: 44004, max: 666 * 1024, tooLong: 45002 })
    text(item, 'digest', { max: 512 })
    return text(item, 'title', { required: 41016, max: 128 })
  })
  return { type: 'notice', title: lines[0] ?? '', lines: lines.slice(1) }
}

function miniprogramNotice(part: JsonObject): BubbleContent {
  text(part, 'appid', { required: 40063 })
  text(part, 'page', { max: 1024 })
  const title = text(part, 'title', { required: 41016, max: 12, chars: true })
  need([...title].length >= 4, 40058, 'title has 4 to 12 characters')
  const description = [...text(part, 'description', { max: 12, chars: true })]
  need(description.length === 0 || description.length >= 4, 40058, 'description has 4 to 12')
  const lines = objects(part, 'content_item', { max: 10 }).map((item) => {
    const key = text(item, 'key', { required: 40058, max: 10, chars: true })
    const value = text(item, 'value', { required: 40058, max: 30, chars: true })
    return `${key}：${value}`
  })
  return { type: 'notice', title, lines }
}
