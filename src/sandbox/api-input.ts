/** What /sandbox/api takes, and the one line that says what is wrong with anything else. */
import { z } from 'zod'
import { documentNamed, emptyVideo, silentVoice } from './demo-files.ts'
import type { DemoPhotos } from './demo-photos.ts'
import { readAs } from './platform/control/in-chinese.ts'
import { oneOf } from './platform/control/one-of.ts'

/** Wrong input from a script or the page: a 400 with the reason. */
export class BadInput extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'BadInput'
  }
}

const LONGEST_VOICE_S = 60
const USUAL_VOICE_S = 5

const base64 = z.base64().min(8, '文件是空的').max(28_000_000)
const text = z.strictObject({ text: z.string() })
const enter = {
  enter: z.literal(true),
  scene: z.string().optional(),
  sceneParam: z.string().optional(),
}

/** What anybody may send in a chat. Location and link are checked where they are sent. */
const MESSAGES = [
  text,
  /** True for any picture, or the name of a demo picture. */
  z.strictObject({ image: z.union([z.literal(true), z.string().min(1).max(40)]) }),
  /** A picture of one's own, in base64. */
  z.strictObject({ imageData: base64 }),
  z.strictObject({
    voice: z.union([
      z.literal(true),
      z.strictObject({ seconds: z.int().min(1).max(LONGEST_VOICE_S) }),
    ]),
  }),
  z.strictObject({ video: z.literal(true) }),
  /** Its contents in base64, or a sheet that belongs to the name. */
  z.strictObject({ file: z.strictObject({ name: z.string().min(1), data: base64.optional() }) }),
  z.strictObject({ location: z.looseObject({}) }),
  z.strictObject({ link: z.looseObject({}) }),
] as const

const message = oneOf(MESSAGES)
const ownerInput = oneOf([
  ...MESSAGES,
  z.strictObject({ menuId: z.string() }),
  z.strictObject(enter),
])
const memberInput = oneOf([...MESSAGES, z.strictObject({ enter: z.literal(true) })])

/** A year at a time. */
export const LONGEST_MOVE_MS = 366 * 24 * 3_600_000

const timeInput = z.strictObject({ advanceMs: z.int().min(0).max(LONGEST_MOVE_MS) })
const tapInput = z.looseObject({ taskId: z.string(), key: z.string() })

/** The control interface's form of what an owner does. */
export function readOwnerInput(body: unknown, photos: DemoPhotos): object {
  return withMedia(parseBody(ownerInput, body), photos)
}

export function readMemberInput(body: unknown, photos: DemoPhotos): object {
  return withMedia(parseBody(memberInput, body), photos)
}

/** What a servicer writes to an owner. */
export function readServicerInput(body: unknown, photos: DemoPhotos): object {
  return withMedia(parseBody(message, body), photos)
}

export function readAdvanceMs(body: unknown): number {
  return parseBody(timeInput, body).advanceMs
}

export function readTap(body: unknown): object {
  return parseBody(tapInput, body)
}

/** `?after=N`: 0 when absent. */
export function readAfter(value: unknown): number {
  const after = value ?? '0'
  if (typeof after !== 'string' || !/^\d{1,9}$/.test(after)) {
    throw new BadInput('after 要是不小于 0 的整数')
  }
  return Number(after)
}

/** `{n}`: the number of a message on a phone. */
export function readN(body: unknown): number {
  return parseBody(z.strictObject({ n: z.int().positive() }), body).n
}

/** A body that must be one object, for what the control interface checks itself. */
export function readObject(body: unknown): object {
  return parseBody(z.looseObject({}), body)
}

type Message = z.infer<typeof ownerInput> | z.infer<typeof memberInput>

/** Files stand in the control interface's form; everything else is in it already. */
function withMedia(input: Message, photos: DemoPhotos): object {
  if ('image' in input) return medium('image', ...demoPhoto(input.image, photos))
  if ('imageData' in input) return encoded('image', 'photo.jpg', input.imageData)
  if ('voice' in input) {
    const seconds = input.voice === true ? USUAL_VOICE_S : input.voice.seconds
    return medium('voice', 'voice.amr', silentVoice(seconds))
  }
  if ('video' in input) return medium('video', 'video.mp4', emptyVideo())
  if (!('file' in input)) return input
  const { name, data } = input.file
  return data === undefined
    ? medium('file', name, documentNamed(name))
    : encoded('file', name, data)
}

function demoPhoto(image: true | string, photos: DemoPhotos): [name: string, bytes: Buffer] {
  const name = image === true ? photos.names[0] : image
  const bytes = name === undefined ? undefined : photos.read(name)
  if (!bytes) throw new BadInput(`没有叫 ${name} 的演示照片，只有 ${photos.names.join('、')}`)
  return [`${name}.jpg`, bytes]
}

function medium(type: string, filename: string, bytes: Buffer): object {
  return encoded(type, filename, bytes.toString('base64'))
}

function encoded(type: string, filename: string, data: string): object {
  return { media: { type, filename, base64: data } }
}

/** The body as the schema wants it; throws BadInput. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const read = readAs(schema, value ?? {})
  if ('wrong' in read) throw new BadInput(read.wrong)
  return read.value
}
