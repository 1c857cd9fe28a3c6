/** The message in a passive reply: XML read back into the form of message/send, and held to its limits (wecom.md 1.8). */
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { BubbleContent } from '../store/rows.ts'
import type { World } from '../world.ts'
import { readMessage } from './message-types.ts'

/** The part of each type that message/send would be given; path/90241. */
const PARTS: Readonly<Record<string, (reply: JsonObject) => JsonObject>> = {
  text: (reply) => ({ content: reply['Content'] ?? '' }),
  image: (reply) => mediaPart(reply['Image']),
  voice: (reply) => mediaPart(reply['Voice']),
  video: (reply) => mediaPart(reply['Video']),
  news: newsPart,
}

/** Whether a reply of this type is a message of its own, rather than a change of a card. */
export function isMessage(type: string): boolean {
  return Object.hasOwn(PARTS, type)
}

/** What the phone shows. Refuses as message/send does, and with 40058 an ArticleCount that is not the articles'. */
export function replyContent(
  world: World,
  agentId: number,
  type: string,
  reply: JsonObject,
): BubbleContent {
  const part = PARTS[type]?.(reply) ?? {}
  return readMessage(world, { agentId, body: { msgtype: type, [type]: part } })
}

function mediaPart(node: Json | undefined): JsonObject {
  const from = isJsonObject(node) ? node : {}
  return {
    media_id: from['MediaId'] ?? '',
    title: from['Title'] ?? '',
    description: from['Description'] ?? '',
  }
}

function newsPart(reply: JsonObject): JsonObject {
  const node = isJsonObject(reply['Articles']) ? reply['Articles']['item'] : undefined
  const items = node === undefined ? [] : Array.isArray(node) ? node : [node]
  need(String(items.length) === reply['ArticleCount'], 40058, 'ArticleCount is another number')
  return { articles: items.map((item) => articleOf(isJsonObject(item) ? item : {})) }
}

function articleOf(item: JsonObject): JsonObject {
  return {
    title: item['Title'] ?? '',
    description: item['Description'] ?? '',
    url: item['Url'] ?? '',
    picurl: item['PicUrl'] ?? '',
  }
}
