/** What a script or the page may let a member do in an app's chat. */
import { z } from 'zod'
import { memberEnters, memberTaps, memberWrites } from '../app/member-acts.ts'
import type { CorpApp } from '../corp.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { keepInbound, mediaInput, messageText } from './owner-input.ts'
import { must } from './wrong-input.ts'

const MEMBER_CHOICE = 'give exactly one of text, media, location or enter, in its own form'

export const memberInputSchema = z.union(
  [
    z.strictObject({ text: messageText }),
    z.strictObject({ media: mediaInput }),
    z.strictObject({ enter: z.literal(true) }),
    z.strictObject({
      location: z.strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: z.string().max(200),
      }),
    }),
  ],
  { error: MEMBER_CHOICE },
)

export type MemberInput = z.infer<typeof memberInputSchema>

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

type Written = Exclude<MemberInput, { enter: true }>

function messageOf(world: World, input: Written): Parameters<typeof memberWrites>[3] {
  if ('text' in input) {
    const bubble = { type: 'text', text: input.text } as const
    return { type: 'text', fields: { Content: input.text }, bubble }
  }
  if ('location' in input) {
    const { latitude, longitude, name } = input.location
    const fields = {
      Location_X: latitude,
      Location_Y: longitude,
      Scale: 16,
      Label: name,
      AppType: 'wxwork',
    }
    return {
      type: 'location',
      fields,
      bubble: { type: 'location', address: '', ...input.location },
    }
  }
  return mediaMessage(world, input)
}

/** An app's chat takes no files: the platform would not deliver them (wecom.md 2.1). */
function mediaMessage(world: World, { media }: Extract<Written, { media: unknown }>) {
  must(media.type !== 'file', '发给应用的文件不会送达')
  const { mediaId, filename } = keepInbound(world, media, Buffer.from(media.base64, 'base64'))
  const bubble = { type: media.type, mediaId, name: filename } as const
  const fields = {
    image: { PicUrl: `${world.baseUrl()}/pic/${mediaId}`, MediaId: mediaId },
    voice: { MediaId: mediaId, Format: 'amr' },
    video: { MediaId: mediaId, ThumbMediaId: mediaId },
  }[media.type]
  return { type: media.type, fields, bubble }
}
