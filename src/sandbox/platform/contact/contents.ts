/** The words and attachments of a greeting or mass message (wecom.md 7.4, 7.5). */
import { object, objects, text, webAddress } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { type MediaType, useMedia } from '../media/media.ts'
import { need, Refused } from '../refused.ts'
import type { World } from '../world.ts'

export interface Contents {
  readonly text: string
  readonly attachments: readonly JsonObject[]
}

/** Text to 4000 bytes (45002), nine attachments (41064) of five kinds (41065); one of both must be there (41090). */
export function readContents(world: World, body: JsonObject): Contents {
  const words = isJsonObject(body['text']) ? body['text'] : {}
  const content = text(words, 'content', { max: 4000, tooLong: 45002 })
  const attachments = objects(body, 'attachments', { max: 9, code: 41064 })
  for (const attachment of attachments) checkAttachment(world, attachment)
  need(content !== '' || attachments.length > 0, 41090, 'text and attachments are both empty')
  return { text: content, attachments }
}

function checkAttachment(world: World, attachment: JsonObject): void {
  const type = text(attachment, 'msgtype', { required: 41065 })
  const check = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (!check) throw new Refused(41065, `attachments of type ${type} do not exist`)
  check(world, object(attachment, type, 41090))
}

const KINDS: Readonly<Record<string, (world: World, part: JsonObject) => void>> = {
  image: (world, part) => {
    if (part['pic_url'] === undefined) knownMedium(world, part, 'image')
    else webAddress(part, 'pic_url')
  },
  link: (_world, part) => {
    text(part, 'title', { required: 40063, max: 128 })
    text(part, 'desc', { max: 512 })
    webAddress(part, 'url')
  },
  miniprogram: (world, part) => {
    text(part, 'title', { required: 40063, max: 64 })
    text(part, 'appid', { required: 40063 })
    text(part, 'page', { required: 40063 })
    knownMedium(world, { media_id: part['pic_media_id'] ?? '' }, 'image')
  },
  video: (world, part) => knownMedium(world, part, 'video'),
  file: (world, part) => knownMedium(world, part, 'file'),
}

function knownMedium(world: World, part: JsonObject, type: MediaType): void {
  useMedia(world, text(part, 'media_id', { required: 40007 }), { type })
}
