/** The shape of a flow file around its steps: who may start it, by which words, and how it behaves. */
import { z } from 'zod'
import { duration, hours, rate } from './quantities.ts'
import { cel, name, wordList, writtenSlot } from './slot-schema.ts'
import { digression, words } from './step-schema.ts'

/** What must be known of a person before a flow may start (dialogue.md D14). */
const REQUIREMENTS = ['wecom_identity', 'room_bound', 'phone_verified'] as const

const access = z.strictObject({
  audience: wordList.optional(),
  requires: z.array(z.enum(REQUIREMENTS)).optional(),
  limits: z
    .strictObject({ starts: rate.optional(), open_runs: z.int().min(1).optional() })
    .optional(),
  /** The flow that helps somebody who may not start this one; this one starts after it. */
  deny: name.optional(),
})

const start = z.strictObject({
  menu: z.strictObject({ order: z.number(), label: z.string().min(1).max(20) }).optional(),
  keywords: z
    .array(
      z.strictObject({
        any: wordList.min(1),
        none: wordList.optional(),
        weight: z.number().positive(),
        /** Says that the matter is wanted but not what it is about: 我要报修. */
        generic: z.boolean().optional(),
      }),
    )
    .optional(),
  examples: z.array(z.string().min(1).max(200)).optional(),
  /** Offered for photos that come without a word, though it stands in no menu. */
  sent: z.boolean().optional(),
  event: z.string().optional(),
  key: cel.optional(),
  delay: duration.optional(),
  when: cel.optional(),
})

const outbound = z.strictObject({
  hours: hours.optional(),
  max_per_user: rate.optional(),
  if_busy: z.enum(['wait_until_idle', 'push_after_end', 'drop']).optional(),
  if_window_closed: z.string().optional(),
  give_up_after: duration.optional(),
})

/** Written as a constant because an object with a key of this name is mistaken for a promise. */
const THEN = 'then'

const policy = z.strictObject({
  digress: digression.optional(),
  /** Answers at once and returns, such as a fee query. */
  short: z.boolean().optional(),
  on_cancel: z.strictObject({ undo: z.boolean().optional(), say: words.optional() }).optional(),
  idle: z
    .strictObject({
      remind: z.array(duration).max(5).optional(),
      expire: duration,
      draft: duration.optional(),
      [THEN]: name.optional(),
      /** Offered when an answer comes after expiry (dialogue.md D25). */
      late: z.strictObject({ when: cel.optional(), say: words }).optional(),
    })
    .optional(),
  max_retries: z.int().min(0).max(10).optional(),
  on_exhausted: z.string().optional(),
})

/** A version: its revision, or the beginning of its hash. */
const version = z.union([z.int(), z.string().regex(/^[0-9a-f]{8,32}$/)])

/** Talks that wait in these versions go on in this one (dialogue.md D13). Published only if they can. */
const migrate = z.strictObject({
  from: z.union([version, z.array(version).min(1).max(20)]),
  mode: z.literal('carry'),
})

export const flowFile = z.strictObject({
  dsl: z.literal(1),
  flow: name,
  title: z.string().min(1).max(20),
  /** The matter as something to do, for sentences such as 先查费用; the title otherwise. */
  verb: z.string().max(12).optional(),
  revision: z.int().optional(),
  owner: z.string().optional(),
  note: z.string().optional(),
  migrate: migrate.optional(),
  access: access.optional(),
  start: start.optional(),
  outbound: outbound.optional(),
  policy: policy.optional(),
  messages: z.record(name, words).optional(),
  slots: z.record(name, writtenSlot).optional(),
  steps: z.array(z.looseObject({ id: name })).min(1),
})

export type FlowFile = z.output<typeof flowFile>
