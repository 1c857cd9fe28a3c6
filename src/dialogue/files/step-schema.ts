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
/** What becomes of another matter that comes up here; the flow's own policy otherwise (dialogue.md D8). */
export const digression = z.enum(['allow', 'ask_first', 'defer', 'never'])

const asking = {
  digress: digression.optional(),
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
  digress: digression.optional(),
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

/** A flow called once for each item of a list; `with` reads `item`, `collect` gathers from `result` into lists. */
const each = z.strictObject({
  ...common,
  each: name,
  do: name,
  with: inputs.optional(),
  collect: inputs.optional(),
  max: z.int().min(1).max(20),
})

/** Until something happens, or until a time that is always set: nobody waits for ever. */
const wait = z.strictObject({
  ...common,
  digress: digression.optional(),
  wait: z
    .strictObject({
      event: z.string().optional(),
      /** Whether an event of that name is the one; reads `event`. */
      when: cel.optional(),
      for: duration.optional(),
      /** A date, a time or a visiting window. */
      until: cel.optional(),
      save: inputs.optional(),
    })
    .refine(({ for: ms, until }) => ms !== undefined || until !== undefined, {
      error: '等待要写期限：for 或 until / say how long to wait: for or until',
    }),
  /** What is said as the wait begins, and to whoever writes meanwhile. */
  say: words.optional(),
  timeout: target.optional(),
})

/** Starts another flow later, once for each `key`. */
const schedule = z
  .strictObject({
    ...common,
    schedule: name,
    key: cel.optional(),
    delay: duration.optional(),
    at: cel.optional(),
    with: inputs.optional(),
  })
  .refine(({ delay, at }) => (delay === undefined) !== (at === undefined), {
    error: '写 delay 或 at 其中一个 / write either delay or at',
  })

/** Divides people for a trial: the same person always goes the same way. */
const ab = z.strictObject({
  ...common,
  ab: z.array(z.strictObject({ weight: z.int().min(0).max(1000), goto: target })).min(2),
  experiment: name.optional(),
})

const end = z.strictObject({ ...common, end: z.string().max(40) })

/** Every kind there is (dialogue.md D2). */
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
  each,
  wait,
  schedule,
  ab,
  handoff,
  end,
} as const

export type StepKind = keyof typeof STEP_SHAPES

type Shapes = typeof STEP_SHAPES

/** A step as the engine runs it: what was written, its kind, and the step that follows it. */
export type StepOf<K extends StepKind> = z.output<Shapes[K]> & {
  readonly kind: K
  readonly next: string
}
export type Step = { [K in StepKind]: StepOf<K> }[StepKind]

/** The kinds that put a question for slots. */
export type AskStep = StepOf<'ask'> | StepOf<'form'>

/** These may carry `say` too, without being a `say` step. */
const WITH_SAY: readonly string[] = ['handoff', 'wait']

/** The kinds whose key the written step carries; exactly one is right. */
export function kindsOf(written: Readonly<Record<string, unknown>>): readonly StepKind[] {
  const kinds = (Object.keys(STEP_SHAPES) as StepKind[]).filter((kind) =>
    Object.hasOwn(written, kind),
  )
  const isWithSay = kinds.some((kind) => WITH_SAY.includes(kind))
  return isWithSay ? kinds.filter((kind) => kind !== 'say') : kinds
}
