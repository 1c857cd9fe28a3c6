/** What a script or the page may let an owner do, and how it reaches the customer's chat. */
import { z } from 'zod'
import { customerEnters, customerTaps, customerWrites } from '../kf/customer-acts.ts'
import { checkUpload } from '../media/file-kind.ts'
import { keepMedia, type MediaType } from '../media/media.ts'
import { Refused } from '../refused.ts'
import type { OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { must } from './wrong-input.ts'

/** WeChat's own input takes about this much. */
const LONGEST_TEXT = 4000

export const messageText = z
  .string()
  .min(1)
  .max(LONGEST_TEXT)
  .refine((value) => value.trim() !== '', '内容是空白的')
  .refine((value) => !/\p{Surrogate}/u.test(value), '内容里有半个字符')

export const mediaInput = z.strictObject({
  type: z.enum(['image', 'voice', 'video', 'file']),
  /** Plain ASCII, as phones name their files. */
  filename: z
    .string()
    .regex(/^[\x20-\x7e]{1,120}$/)
    .refine((name) => !/["\\/]/.test(name)),
  base64: z.base64().max(30_000_000),
})

const OWNER_CHOICE =
  'give exactly one of text, menuId, media, location, link or enter, in its own form'

export const ownerInputSchema = z.union(
  [
    z.strictObject({ text: messageText }),
    z.strictObject({ menuId: z.string().min(1).max(128) }),
    z.strictObject({ media: mediaInput }),
    z.strictObject({
      enter: z.literal(true),
      scene: z.string().max(32).default(''),
      sceneParam: z.string().max(128).default(''),
    }),
    z.strictObject({
      location: z.strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: z.string().max(200),
        address: z.string().max(400).default(''),
      }),
    }),
    z.strictObject({
      link: z.strictObject({ title: z.string().min(1).max(200), url: z.url().max(2048) }),
    }),
  ],
  { error: OWNER_CHOICE },
)

export type OwnerInput = z.infer<typeof ownerInputSchema>

/** Larger files reach the desk as a hint in words (wecom.md 3.2). */
const INBOUND_BYTES: Readonly<Record<MediaType, number>> = {
  image: 2 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
  file: 20 * 1024 * 1024,
}

/** Answers the number of the bubble; none for opening the chat. Only inside a transaction. */
export function ownerActs(
  world: World,
  owner: OwnerRow,
  openKfId: string,
  input: OwnerInput,
): { readonly n?: number } {
  if ('enter' in input) {
    customerEnters(world, owner, openKfId, { scene: input.scene, sceneParam: input.sceneParam })
    return {}
  }
  if ('menuId' in input) return { n: customerTaps(world, owner, openKfId, input.menuId) }
  return { n: customerWrites(world, owner, openKfId, messageOf(world, input)) }
}

type Written = Exclude<OwnerInput, { enter: true } | { menuId: string }>

function messageOf(world: World, input: Written): Parameters<typeof customerWrites>[3] {
  if ('text' in input) return textMessage(input.text)
  if ('location' in input) {
    return {
      msgtype: 'location',
      content: input.location,
      bubble: { type: 'location', ...input.location },
    }
  }
  if ('link' in input) {
    const { title, url } = input.link
    return {
      msgtype: 'link',
      content: { title, desc: '', url, pic_url: '' },
      bubble: { type: 'link', title, description: '', url },
    }
  }
  return mediaMessage(world, input.media)
}

function mediaMessage(world: World, input: z.infer<typeof mediaInput>) {
  const bytes = Buffer.from(input.base64, 'base64')
  if (bytes.length > INBOUND_BYTES[input.type]) {
    return textMessage('[文件过大，暂不支持接收，请压缩后重新发送]')
  }
  const { mediaId, filename } = keepInbound(world, input, bytes)
  return {
    msgtype: input.type,
    content: { media_id: mediaId },
    bubble: { type: input.type, mediaId, name: filename },
  } as const
}

/** A file a person sends: what is not what it says it is, is a 400. */
export function keepInbound(world: World, input: z.infer<typeof mediaInput>, bytes: Buffer) {
  try {
    const contentType = checkUpload(input.type, bytes)
    return keepMedia(world, { type: input.type, contentType, filename: input.filename, bytes })
  } catch (error) {
    if (error instanceof Refused) must(false, `文件不能用：${error.message}`)
    throw error
  }
}

function textMessage(text: string) {
  return { msgtype: 'text', content: { content: text }, bubble: { type: 'text', text } } as const
}
