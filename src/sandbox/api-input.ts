/** What /sandbox/api takes, and the one line that says what is wrong with anything else. */
import { z } from 'zod'
import type { DemoPhotos } from './demo-photos.ts'

/** Wrong input from a script or the page: a 400 with the reason. */
export class BadInput extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'BadInput'
  }
}

const photo = {
  /** True for any picture, or the name of a demo picture. */
  image: z.union([z.literal(true), z.string().min(1).max(40)]),
}
const upload = {
  /** A picture of one's own, in base64. */
  imageData: z.base64().min(8).max(28_000_000),
}
const text = { text: z.string() }
const enter = { enter: z.literal(true) }

const ownerInput = z.union(
  [
    z.strictObject(text),
    z.strictObject(photo),
    z.strictObject(upload),
    z.strictObject({ menuId: z.string() }),
    z.strictObject({ ...enter, scene: z.string().optional(), sceneParam: z.string().optional() }),
    z.strictObject({ location: z.object({}).loose() }),
    z.strictObject({ link: z.object({}).loose() }),
  ],
  { error: 'give exactly one of text, image, imageData, menuId, enter, location or link' },
)

const memberInput = z.union(
  [
    z.strictObject(text),
    z.strictObject(photo),
    z.strictObject(upload),
    z.strictObject(enter),
    z.strictObject({ location: z.object({}).loose() }),
  ],
  { error: 'give exactly one of text, image, imageData, enter or location' },
)

/** A year at a time. */
export const LONGEST_MOVE_MS = 366 * 24 * 3_600_000

const timeInput = z.strictObject({ advanceMs: z.int().min(0).max(LONGEST_MOVE_MS) })
const tapInput = z.object({ taskId: z.string(), key: z.string() }).loose()

/** The control interface's form of what an owner does. */
export function readOwnerInput(body: unknown, photos: DemoPhotos): object {
  return withMedia(parse(ownerInput, body), photos)
}

export function readMemberInput(body: unknown, photos: DemoPhotos): object {
  return withMedia(parse(memberInput, body), photos)
}

export function readAdvanceMs(body: unknown): number {
  return parse(timeInput, body).advanceMs
}

export function readTap(body: unknown): object {
  return parse(tapInput, body)
}

export function readText(body: unknown): string {
  return parse(z.strictObject(text), body).text
}

/** `?after=N`: 0 when absent. */
export function readAfter(value: unknown): number {
  const after = value ?? '0'
  if (typeof after !== 'string' || !/^\d{1,9}$/.test(after)) {
    throw new BadInput('after must be a whole number that is not negative')
  }
  return Number(after)
}

/** A body that must be one object, for what the control interface checks itself. */
export function readObject(body: unknown): object {
  return parse(z.object({}).loose(), body)
}

function withMedia(input: object, photos: DemoPhotos): object {
  if ('image' in input) {
    const name = input.image === true ? photos.names[0] : String(input.image)
    const bytes = name === undefined ? undefined : photos.read(name)
    if (!bytes) throw new BadInput(`there is no demo picture ${name}; have: ${photos.names}`)
    return { media: { type: 'image', filename: `${name}.jpg`, base64: bytes.toString('base64') } }
  }
  if ('imageData' in input) {
    return { media: { type: 'image', filename: 'photo.jpg', base64: input.imageData } }
  }
  return input
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new BadInput(`${where === '' ? '' : `${where}: `}${issue?.message ?? 'wrong input'}`)
}
