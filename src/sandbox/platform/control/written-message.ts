/** What a person writes in a 微信客服 chat: as sync_msg hands it on (wecom.md 3.2), and as phones show it. */
import { z } from 'zod'
import type { CustomerMessage } from '../kf/customer-acts.ts'
import { amrSeconds } from '../media/amr.ts'
import { checkUpload } from '../media/file-kind.ts'
import { keepMedia, type MediaType } from '../media/media.ts'
import { Refused } from '../refused.ts'
import type { MediaRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { WrongInput } from './wrong-input.ts'

/** WeChat's own input takes about this much. */
const LONGEST_TEXT = 4000

const messageText = z
  .string()
  .min(1)
  .max(LONGEST_TEXT)
  .refine((value) => value.trim() !== '', '内容是空白的')
  .refine((value) => !/\p{Surrogate}/u.test(value), '内容里有半个字符')

const mediaInput = z.strictObject({
  type: z.enum(['image', 'voice', 'video', 'file']),
  filename: z
    .string()
    .min(1)
    .max(120)
    .refine((name) => !/["\\/\p{C}]/u.test(name), '文件名里有不能用的字符'),
  base64: z.base64().min(4, '文件是空的').max(30_000_000),
})

const locationInput = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().max(200),
  address: z.string().max(400).default(''),
})

const linkInput = z.strictObject({
  title: z.string().min(1).max(200),
  url: z.url({ protocol: /^https?$/ }).max(2048),
  description: z.string().max(512).default(''),
})

/** One of these forms is one message. */
export const WRITTEN = [
  z.strictObject({ text: messageText }),
  z.strictObject({ media: mediaInput }),
  z.strictObject({ location: locationInput }),
  z.strictObject({ link: linkInput }),
] as const

export type Written = z.infer<(typeof WRITTEN)[number]>
type MediaInput = z.infer<typeof mediaInput>

/** Larger files reach the desk as a hint in words (wecom.md 3.2). */
const INBOUND_BYTES: Readonly<Record<MediaType, number>> = {
  image: 2 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
  file: 20 * 1024 * 1024,
}

/** Only inside a transaction: a file is kept on the way. */
export function writtenMessage(world: World, input: Written): CustomerMessage {
  if ('text' in input) return textMessage(input.text)
  if ('location' in input) {
    const { location } = input
    return { msgtype: 'location', content: location, bubble: { type: 'location', ...location } }
  }
  if ('link' in input) {
    const { title, url, description } = input.link
    return {
      msgtype: 'link',
      content: { title, desc: description, url, pic_url: '' },
      bubble: { type: 'link', title, description, url },
    }
  }
  return mediaMessage(world, input.media)
}

function mediaMessage(world: World, input: MediaInput): CustomerMessage {
  const bytes = Buffer.from(input.base64, 'base64')
  if (bytes.length > INBOUND_BYTES[input.type]) {
    return textMessage('[文件过大，暂不支持接收，请压缩后重新发送]')
  }
  const { row, bubble } = keepInbound(world, input, bytes)
  return { msgtype: input.type, content: { media_id: row.mediaId }, bubble }
}

/** A file a person sends: what is not what it says it is, is a 400. */
export function keepInbound(world: World, { type, filename }: MediaInput, bytes: Buffer): Inbound {
  try {
    const contentType = checkUpload(type, bytes)
    const row = keepMedia(world, { type, contentType, filename, bytes })
    const seconds = type === 'voice' ? { seconds: amrSeconds(bytes) } : {}
    return { row, bubble: { type, mediaId: row.mediaId, name: filename, ...seconds } }
  } catch (error) {
    if (error instanceof Refused) throw new WrongInput(400, reasonOf(error, type))
    throw error
  }
}

interface Inbound {
  readonly row: MediaRow
  readonly bubble: Extract<CustomerMessage['bubble'], { mediaId: string }>
}

const FORMATS: Readonly<Record<MediaType, string>> = {
  image: '照片要是 JPG 或 PNG',
  voice: '语音要是 AMR',
  video: '视频要是 MP4',
  file: '文件读不出来',
}

/** The reasons of an upload (wecom.md 8), said to a person. */
function reasonOf({ code }: Refused, type: MediaType): string {
  if (code === 40004) return FORMATS[type]
  if (code === 45007) return '语音最长 60 秒'
  return code === 45001 ? '文件太大了' : '文件是空的'
}

function textMessage(text: string): CustomerMessage {
  return { msgtype: 'text', content: { content: text }, bubble: { type: 'text', text } }
}
