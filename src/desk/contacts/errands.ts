/** What is done on the platform about customers: the greeting of a new one, and tags that follow bindings. */
import type { Database } from '../../database/open-database.ts'
import type { DeskErrand } from '../errands/errand.ts'
import { platformAnswer } from '../errands/platform-answer.ts'
import type { ContactPlatform } from './platform.ts'
import type { ContactRules } from './rules.ts'
import { stepTags } from './step-tags.ts'
import { wayMade } from './way-made.ts'

export interface ContactErrandDeps {
  readonly db: Database
  readonly platform: ContactPlatform
  readonly corpId: string
  readonly now: () => Date
  readonly rules: ContactRules
  /** The desk's words, by name. */
  readonly say: (words: string, values: Readonly<Record<string, unknown>>) => string
}

export interface WelcomeOrder {
  /** Good for one greeting, within 20 seconds (wecom.md 7.4). */
  readonly code: string
  /** The account owners write to; null where the project has none. */
  readonly openKfId: string | null
  /** Of the code that was scanned; empty for somebody who came another way. */
  readonly state: string
  readonly project: string
}

export interface WayOrder {
  /** Comes back as `state` and `scene_param`. */
  readonly id: string
  readonly userId: string
  readonly remark: string
  readonly openKfId: string | null
}

export interface TaggingOrder {
  readonly externalUserId: string
}

const none = async () => undefined
/** A second greeting is refused by the platform, and tags are looked at before they are changed. */
const repeatable = async () => 'absent' as const

export function contactErrands(deps: ContactErrandDeps): readonly DeskErrand[] {
  return [
    {
      name: 'contacts.welcome',
      send: (order) => platformAnswer(() => welcome(deps, order as WelcomeOrder)),
      lookup: repeatable,
      settled: none,
    },
    {
      name: 'contacts.make_way',
      send: (order) => platformAnswer(() => makeWay(deps, order as WayOrder)),
      // A code made twice is one too many in the console; both lead to the same place.
      lookup: repeatable,
      settled: (work, order, ending) => wayMade(work, (order as WayOrder).id, ending),
    },
    {
      name: 'contacts.step_tags',
      send: (order) =>
        platformAnswer(async () => ({
          changed: await stepTags(deps, (order as TaggingOrder).externalUserId),
        })),
      lookup: repeatable,
      settled: none,
    },
  ]
}

async function makeWay({ platform }: ContactErrandDeps, order: WayOrder) {
  const { id, userId, remark, openKfId } = order
  const chatUrl = openKfId === null ? null : await platform.chatAddress(openKfId, id)
  const { id: wayId, qrUrl } = await platform.addWay({ userId, state: id, remark })
  return { wayId, qrUrl, chatUrl }
}

async function welcome(deps: ContactErrandDeps, order: WelcomeOrder): Promise<undefined> {
  const { platform, say } = deps
  const { code, openKfId, state, project } = order
  const values = { project }
  const text = say('contacts.welcome', values)
  const link = openKfId !== null && {
    title: say('contacts.welcome_title', values),
    description: say('contacts.welcome_description', values),
    url: await platform.chatAddress(openKfId, state || 'contact'),
  }
  await platform.welcome(code, { text, ...(link && { link }) })
  return undefined
}
