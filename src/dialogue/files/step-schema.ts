/** The shape of each kind of step, as written and as the engine runs it. */
import { z } from 'zod'
import { duration } from './quantities.ts'
import { cel, name, wordList } from './slot-schema.ts'

/** Words people read: one text or variations of it. A text `tpl.key` stands for a shared message. */
export const words = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((text) => ({ variants: typeof text === 'string' ? [text] : text }))

export type Words = z.output<typeof words>

/** Where to go on: a step's id, `END`, or `flow:<id>` to change to another flow. */
const target = z
  .string()
  .regex(
    /^(END|(flow:)?[a-z][a-z0-9_]*)$/,
    '写步骤名、END 或 flow:流程名 / write a step id, END or flow:<id>',
  )

const common = {
  id: name,
  when: cel.optional(),
  goto: target.optional(),
  tags: wordList.optional(),
  note: z.string().optional(),
}
const asking = {
  choices: z.array(z.string().min(1)).min(1).optional(),
  finish_words: wordList.optional(),
  settle: duration.optional(),
}
const retries = z.array(words).min(1)
const rejection = z.strictObject({ slot: name.optional(), when: cel, say: words })
const inputs = z.record(name, cel)

const say = z.strictObject({
  ...common,
  say: z.union([
    words,
    z.strictObject({
      text: words,
      link: z.string().optional(),
      label: z.string().max(20).optional(),
      image: cel.optional(),
    }),
  ]),
})

const ask = z.strictObject({
  ...common,
  ...asking,
  ask: name,
  prompt: words,
  again: words.optional(),
  retry: retries.optional(),
  reject: z.array(rejection).optional(),
})

const form = z.strictObject({
  ...common,
  ...asking,
  form: z.strictObject({ slots: z.array(name).min(1) }),
  prompts: z.record(name, words),
  again: z.record(name, words).optional(),
  retry: z.record(name, retries).optional(),
  reject: z.array(rejection.extend({ slot: name })).optional(),
})

const confirm = z.strictObject({
  ...common,
  confirm: z.union([z.strictObject({ slot: name }), z.strictObject({ editable: z.array(name) })]),
  prompt: words,
  accept: target,
  decline: target,
  /** What the two (or three) options are called; the patterns' words otherwise. */
  labels: z
    .strictObject({ accept: z.string(), edit: z.string(), decline: z.string() })
    .partial()
    .optional(),
})

const set = z.strictObject({ ...common, set: z.record(name, cel.nullable()) })

const branch = z.strictObject({
  ...common,
  branch: z
    .array(z.union([z.strictObject({ when: cel, goto: target }), z.strictObject({ else: target })]))
    .min(1),
})

const call = z.strictObject({
  ...common,
  call: name,
  with: inputs.optional(),
  save: inputs.optional(),
})

const jump = z.strictObject({ ...common, jump: name, with: inputs.optional() })

const action = z.strictObject({
  ...common,
  action: z.string(),
  with: inputs.optional(),
  once: z.union([z.enum(['run', 'visit']), z.strictObject({ key: cel })]).optional(),
  save: inputs.optional(),
  undo: z
    .union([z.string(), z.strictObject({ action: z.string(), with: inputs.optional() })])
    .optional(),
  outcomes: z.record(z.string(), target),
  /** Of remote actions: how long one try may take, when it is tried again, and what is said meanwhile. */
  timeout: duration.optional(),
  retry: z
    .strictObject({
      max: z.int().min(1).max(10),
      backoff: duration,
      for: z.array(z.enum(['timeout', 'unavailable'])).min(1),
    })
    .optional(),
  progress: words.optional(),
})

const handoff = z.strictObject({
  ...common,
  handoff: z.strictObject({
    queue: z.string(),
    summary: words.optional(),
    reason: z.string().optional(),
    sla: duration.optional(),
    return: z.strictObject({ when: z.literal('closed').optional(), goto: target }).optional(),
  }),
  say: words.optional(),
})

const end = z.strictObject({ ...common, end: z.string().max(40) })

/** Every kind there is. Kinds without a shape are known words of the language that cannot run yet. */
export const STEP_SHAPES = {
  say,
  ask,
  form,
  confirm,
  set,
  branch,
  call,
  jump,
  action,
  handoff,
  end,
  each: undefined,
  wait: undefined,
  schedule: undefined,
  ab: undefined,
} as const

export type StepKind = keyof typeof STEP_SHAPES

type Shapes = typeof STEP_SHAPES
type WrittenStep<K extends StepKind> = Shapes[K] extends z.ZodType ? z.output<Shapes[K]> : never

/** A step as the engine runs it: what was written, its kind, and the step that follows it. */
export type StepOf<K extends StepKind> = WrittenStep<K> & {
  readonly kind: K
  readonly next: string
}
export type Step = { [K in StepKind]: StepOf<K> }[StepKind]

/** The kinds that put a question for slots. */
export type AskStep = StepOf<'ask'> | StepOf<'form'>
/** A handoff step may carry `say` too, so the kind is the first key found in this order. */
const KIND_ORDER: readonly StepKind[] = [
  'handoff',
  ...(Object.keys(STEP_SHAPES) as StepKind[]).filter((kind) => kind !== 'handoff'),
]

/** The kinds whose key the written step carries; exactly one is right. */
export function kindsOf(written: Readonly<Record<string, unknown>>): readonly StepKind[] {
  const kinds = KIND_ORDER.filter((kind) => Object.hasOwn(written, kind))
  return kinds[0] === 'handoff' ? kinds.filter((kind) => kind !== 'say') : kinds
}
