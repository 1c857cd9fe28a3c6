/** The shape of a test file: what is said to a flow, and what has to come of it (dialogue.md D19). */
import { z } from 'zod'
import { duration } from '../files/quantities.ts'

/** A number is as good as its digits: what is said is text. */
const text = z.union([z.string(), z.number()]).transform(String)
const strings = z.union([text, z.array(text)]).transform((texts) => [texts].flat())
const anything = z.record(z.string(), z.unknown())

/** A person as the desk would know them. */
const user = z.strictObject({
  id: z.string().optional(),
  audience: strings.optional(),
  identified: z.boolean().optional(),
  name: z.string().optional(),
  phone: z.string().nullable().optional(),
  rooms: z.array(z.string()).optional(),
  default_room: z.string().nullable().optional(),
})

const expectation = z.strictObject({
  said: strings.optional(),
  not_said: strings.optional(),
  /** The slot, or the confirm step, that is being asked; `null` when nothing is. */
  asks: z.string().nullable().optional(),
  choices: z.array(z.string()).optional(),
  /** `null` for an empty slot, `{size: n}` for a list. */
  slots: anything.optional(),
  corrected: anything.optional(),
  flow: z.string().nullable().optional(),
  stack: z.array(z.string()).optional(),
  /** All calls since the last expectation, in order, each with part of its input. */
  calls: z.array(z.record(z.string(), anything)).optional(),
  never_asked: z.array(z.string()).optional(),
  reminders: z.int().optional(),
  ends: z.string().optional(),
  replies: z.int().optional(),
  /** How often the desk spoke or listened since the last expectation. */
  turns: z.int().optional(),
  drafts: z.array(z.string()).optional(),
  handoff: z.string().nullable().optional(),
})

const single = {
  user: text,
  media: z.array(z.string()),
  voice: z.string(),
  /** The words on an option of any menu shown so far; the latest that has it is tapped. */
  click: z.string(),
  enter: z.literal(true),
  location: z.string(),
  unreadable: z.string(),
}

const said = z.union([
  z.strictObject({ user: single.user }),
  z.strictObject({ media: single.media }),
  z.strictObject({ voice: single.voice, transcript: z.string().optional() }),
  z.strictObject({ file: z.string() }),
  z.strictObject({ click: single.click }),
  z.strictObject({ enter: single.enter }),
  z.strictObject({ location: single.location }),
  z.strictObject({ unreadable: single.unreadable }),
])

const item = z.union([
  said,
  z.strictObject({ expect: expectation }),
  /** A burst: several things heard in one turn. */
  z.strictObject({ together: z.array(said).min(1) }),
  z.strictObject({ event: z.string(), data: anything.optional() }),
  /** With `race`, that is said just as the first alarm in this time rings: one turn hears both. */
  z.strictObject({ advance: duration, race: said.optional() }),
  /** Everything but the session is forgotten and the files are read again. */
  z.strictObject({ restart: z.literal(true) }),
  /** The same after somebody edited a flow's file: every text named is replaced. */
  z.strictObject({ edit: z.string(), replace: z.record(z.string(), z.string()) }),
  /** The same after a flow's file was deleted. */
  z.strictObject({ remove: z.string() }),
  z.strictObject({ staff: z.enum(['closed', 'expired']) }),
])

const settings = {
  clock: z.iso.datetime({ offset: true }).optional(),
  user: user.optional(),
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Answers of actions, `name: {outcome: result}`, a list for one after another; `rooms` is the register. */
  fakes: anything.optional(),
  /** Who the person is after an action answered ok, or another outcome: `name: user`, `name.outcome: user`. */
  becomes: z.record(z.string(), user).optional(),
  /** How long remote actions take; those not named answer at once. */
  takes: z.record(z.string(), duration).optional(),
  /** Answers of facts: a value, or values by first argument with `default`. */
  facts: anything.optional(),
}

export const suiteFile = z.strictObject({
  suite: z.string(),
  ...settings,
  cases: z
    .array(z.strictObject({ name: z.string(), ...settings, talk: z.array(item).min(1) }))
    .min(1),
  coverage: z
    .strictObject({
      steps: z.number(),
      branches: z.number(),
      outcomes: z.number(),
      rejects: z.number(),
      retries: z.number(),
    })
    .partial()
    .optional(),
})

export type Suite = z.output<typeof suiteFile>
export type Case = Suite['cases'][number]
export type Item = Case['talk'][number]
export type Change = Extract<Item, { edit: unknown }> | Extract<Item, { remove: unknown }>
export type SaidItem = z.output<typeof said>
export type Expectation = z.output<typeof expectation>
