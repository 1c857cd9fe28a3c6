/** What a script or the page may let a member do in an app's chat. */
import { z } from 'zod'
import { memberEnters, memberTaps, memberWrites } from '../app/member-acts.ts'
import type { CorpApp } from '../corp.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { oneOf } from './one-of.ts'
import { keepInbound, WRITTEN, type Written } from './written-message.ts'
import { must } from './wrong-input.ts'

const FORMS = [...WRITTEN, z.strictObject({ enter: z.literal(true) })] as const

export const memberInputSchema = oneOf(FORMS)

export type MemberInput = z.infer<(typeof FORMS)[number]>

const option = z.string().min(1).max(128)

export const tapSchema = z.strictObject({
  taskId: z.string().min(1).max(128),
  key: z.string().min(1).max(1024),
  /** By question: one option, or several. */
  selections: z.record(z.string(), z.union([option, z.array(option).max(20)])).default({}),
})

/** Answers the number of the bubble; none for opening the app. Only inside a transaction. */
export function memberActs(
  world: World,
  member: MemberRow,
  app: CorpApp,
  input: MemberInput,
): { readonly n?: number } {
  if ('enter' in input) {
    memberEnters(world, member, app)
    return {}
  }
  return { n: memberWrites(world, member, app, messageOf(world, input)) }
}

export function memberTapsCard(
  world: World,
  member: MemberRow,
  tap: z.infer<typeof tapSchema>,
): void {
  const selections = Object.entries(tap.selections).map(
    ([key, chosen]) => [key, typeof chosen === 'string' ? [chosen] : chosen] as const,
  )
  memberTaps(world, member, { ...tap, selections: Object.fromEntries(selections) })
}

/** The elements of each type of message (wecom.md 2.1). */
function messageOf(world: World, input: Written): Parameters<typeof memberWrites>[3] {
  if ('text' in input) {
    const bubble = { type: 'text', text: input.text } as const
    return { type: 'text', fields: { Content: input.text }, bubble }
  }
  if ('location' in input) {
    const { latitude, longitude, name, address } = input.location
    const fields = {
      Location_X: latitude,
      Location_Y: longitude,
      Scale: 16,
      Label: [name, address].filter((line) => line !== '').join(' '),
      AppType: 'wxwork',
    }
    return { type: 'location', fields, bubble: { type: 'location', ...input.location } }
  }
  if ('link' in input) {
    const { title, url, description } = input.link
    const fields = { Title: title, Description: description, Url: url, PicUrl: '' }
    return { type: 'link', fields, bubble: { type: 'link', title, description, url } }
  }
  return mediaMessage(world, input)
}

/** An app's chat takes no files: the platform would not deliver them (wecom.md 2.1). */
function mediaMessage(world: World, { media }: Extract<Written, { media: unknown }>) {
  must(media.type !== 'file', '发给应用的文件不会送达')
  const { row, bubble } = keepInbound(world, media, Buffer.from(media.base64, 'base64'))
  const { mediaId } = row
  const fields = {
    image: { PicUrl: `${world.baseUrl()}/pic/${mediaId}`, MediaId: mediaId },
    voice: { MediaId: mediaId, Format: 'amr' },
    video: { MediaId: mediaId, ThumbMediaId: mediaId },
  }[media.type]
  return { type: media.type, fields, bubble }
}
