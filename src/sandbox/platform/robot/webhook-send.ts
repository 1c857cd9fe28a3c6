/** webhook/send: a message of a group robot to its group (wecom.md 6.1, path/91770). */
import { createHash } from 'node:crypto'
import { checkCard, ROBOT_CARDS } from '../app/card-rules.ts'
import { articles, media } from '../app/message-types.ts'
import { object, text, texts } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { keepMedia } from '../media/media.ts'
import { countWithin } from '../pace.ts'
import { robotPhone, showBubble } from '../phones.ts'
import { need, Refused } from '../refused.ts'
import type { BubbleContent } from '../store/rows.ts'
import type { World } from '../world.ts'

const PER_ROBOT = { minute: 20 }
const LARGEST_IMAGE_BYTES = 2 * 1024 * 1024

export function webhookSend(world: World, key: string, body: JsonObject): JsonObject {
  checkRobot(world, key)
  const content = readRobotMessage(world, key, body)
  need(countWithin(world, `robot/${key}`, PER_ROBOT), 45009, 'more than 20 messages a minute')
  showBubble(world, robotPhone(key), { from: 'desk', msgid: world.random.id(24), content })
  return {}
}

/** An unknown key, or that of a removed robot, is 93000. */
export function checkRobot(world: World, key: string): void {
  need(
    world.corp.robots.some((robot) => robot.key === key),
    93000,
    'invalid webhook url',
  )
}

type Reader = (world: World, key: string, part: JsonObject) => BubbleContent

const TYPES: Readonly<Record<string, Reader>> = {
  text: (_world, _key, part) => {
    const mentioned = [
      ...texts(part, 'mentioned_list', { max: 1000 }),
      ...texts(part, 'mentioned_mobile_list', { max: 1000 }),
    ]
    const content = text(part, 'content', { required: 44004, max: 2048, tooLong: 45002 })
    return { type: 'text', text: content, ...(mentioned.length > 0 ? { mentioned } : {}) }
  },
  markdown: (_world, _key, part) => markdown(part),
  markdown_v2: (_world, _key, part) => markdown(part),
  image: (world, _key, part) => inlineImage(world, part),
  news: (_world, _key, part) => articles(part),
  file: (world, key, part) => media(world, 'file', part, key),
  voice: (world, key, part) => media(world, 'voice', part, key),
  template_card: (_world, _key, part) => {
    const kind = text(part, 'card_type', { required: 42031 })
    need(ROBOT_CARDS.includes(kind), 42031, 'a robot sends notices only')
    checkCard(part, false)
    return { type: 'card', card: part, agentId: 0, keys: [] }
  },
}

function readRobotMessage(world: World, key: string, body: JsonObject): BubbleContent {
  const type = text(body, 'msgtype', { required: 40008, tooLong: 40008 })
  const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (!read) throw new Refused(40008, `no such msgtype ${type}`)
  return read(world, key, object(body, type))
}

function markdown(part: JsonObject): BubbleContent {
  const content = text(part, 'content', { required: 44004, max: 4096, tooLong: 45002 })
  return { type: 'markdown', text: content }
}

/** The picture itself in base64, with the MD5 of its bytes. */
function inlineImage(world: World, part: JsonObject): BubbleContent {
  const bytes = Buffer.from(text(part, 'base64', { required: 40058 }), 'base64')
  need(bytes.length <= LARGEST_IMAGE_BYTES, 45001, 'the image is over 2 MB')
  const md5 = createHash('md5').update(bytes).digest('hex')
  need(text(part, 'md5', { required: 40058 }).toLowerCase() === md5, 40058, 'the md5 does not fit')
  const isPng = bytes.subarray(0, 4).toString('hex') === '89504e47'
  need(isPng || bytes.subarray(0, 3).toString('hex') === 'ffd8ff', 40123, 'not a JPG or PNG')
  const contentType = isPng ? 'image/png' : 'image/jpeg'
  const row = keepMedia(world, { type: 'image', contentType, filename: 'image', bytes })
  return { type: 'image', mediaId: row.mediaId, name: row.filename }
}
