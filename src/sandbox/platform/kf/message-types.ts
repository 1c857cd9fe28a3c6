/** The types of message an account may send to a customer, checked and turned into bubbles (wecom.md 3.4). */
import { decimal, integer, object, objects, text, webAddress } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { useMedia } from '../media/media.ts'
import { need, Refused } from '../refused.ts'
import type { BubbleContent, MenuItem } from '../store/rows.ts'
import type { World } from '../world.ts'

type Reader = (world: World, part: JsonObject) => BubbleContent

const TYPES: Readonly<Record<string, Reader>> = {
  text: (_world, part) => ({
    type: 'text',
    text: text(part, 'content', { required: 44004, max: 2048, tooLong: 45002 }),
  }),
  image: (world, part) => media(world, 'image', part),
  voice: (world, part) => media(world, 'voice', part),
  video: (world, part) => media(world, 'video', part),
  file: (world, part) => media(world, 'file', part),
  msgmenu: (_world, part) => menu(part),
  link: (world, part) => {
    useMedia(world, text(part, 'thumb_media_id', { required: 41006 }), { type: 'image' })
    return {
      type: 'link',
      title: text(part, 'title', { required: 41016, max: 128 }),
      description: text(part, 'desc', { max: 512 }),
      url: webAddress(part, 'url'),
    }
  },
  miniprogram: (world, part) => {
    useMedia(world, text(part, 'thumb_media_id', { required: 41006 }), { type: 'image' })
    text(part, 'appid', { required: 40058, max: 32 })
    text(part, 'pagepath', { required: 40058, max: 1024 })
    return { type: 'notice', title: text(part, 'title', { max: 64 }) || '小程序', lines: [] }
  },
  location: (_world, part) => ({
    type: 'location',
    name: text(part, 'name'),
    address: text(part, 'address'),
    latitude: decimal(part, 'latitude'),
    longitude: decimal(part, 'longitude'),
  }),
  ca_link: (_world, part) => {
    const url = webAddress(part, 'link_url')
    return { type: 'link', title: '添加企业微信', description: '', url }
  },
}

/** The content of a send. `allowed` limits the types; others that exist are 95030 then. */
export function readKfMessage(
  world: World,
  body: JsonObject,
  allowed?: readonly string[],
): BubbleContent {
  const type = text(body, 'msgtype', { required: 40008, tooLong: 40008 })
  const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (!read) throw new Refused(40008, `no such msgtype ${type}`)
  need(allowed === undefined || allowed.includes(type), 95030, `msgtype ${type} is forbidden here`)
  return read(world, object(body, type))
}

function media(world: World, type: 'image' | 'voice' | 'video' | 'file', part: JsonObject) {
  const row = useMedia(world, text(part, 'media_id', { required: 41006 }), { type })
  return { type, mediaId: row.mediaId, name: row.filename } as const
}

/** At most ten items (95008) of four types (95009); every text with its own limit in bytes. */
function menu(part: JsonObject): BubbleContent {
  const head = text(part, 'head_content', { max: 1024 })
  const tail = text(part, 'tail_content', { max: 1024 })
  const items = objects(part, 'list', { max: 10, code: 95008 }).map(menuItem)
  need(items.length > 0 || head !== '' || tail !== '', 44004, 'the menu is empty')
  return { type: 'menu', head, items, tail }
}

function menuItem(item: JsonObject): MenuItem {
  const type = text(item, 'type', { required: 95009, tooLong: 95009 })
  const part = () => object(item, type)
  if (type === 'click') {
    const id = text(part(), 'id', { required: 40058, max: 128 })
    return { kind: 'click', id, label: text(part(), 'content', { required: 40058, max: 128 }) }
  }
  if (type === 'view') {
    const label = text(part(), 'content', { required: 40058, max: 1024 })
    return { kind: 'view', label, url: webAddress(part(), 'url') }
  }
  if (type === 'miniprogram') {
    text(part(), 'appid', { required: 40058, max: 32 })
    text(part(), 'pagepath', { required: 40058, max: 1024 })
    return { kind: 'text', label: text(part(), 'content', { required: 40058, max: 1024 }) }
  }
  need(type === 'text', 95009, `no such menu item type ${type}`)
  need([0, 1].includes(integer(part(), 'no_newline', 0)), 40058, 'no_newline is 0 or 1')
  return { kind: 'text', label: text(part(), 'content', { required: 40058, max: 256 }) }
}
