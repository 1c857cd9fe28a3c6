/** The shapes of the files beside the flows: the bot's settings, patterns, questions with answers, shared texts. */
import { z } from 'zod'
import { duration, hours, rate } from './quantities.ts'
import { name, wordList, writtenSlot } from './slot-schema.ts'
import { words } from './step-schema.ts'

/** Words that steer every conversation when they are the whole message (dialogue.md D6, P2). */
export const GLOBAL_WORDS = [
  'cancel',
  'back',
  'restart',
  'repeat',
  'skip',
  'help',
  'handoff',
  'menu',
  'resume',
] as const

export type GlobalWord = (typeof GLOBAL_WORDS)[number]

const lexicon = {
  yes: wordList,
  no: wordList,
  greet: wordList,
  thanks: wordList,
  small_talk: wordList.default([]),
  /** Endings and openings that carry no meaning: 啊 吧 了 请. */
  particles: wordList,
  /** Words that say nothing about the matter: 我 要 我家 这个. */
  filler: wordList,
  question: wordList,
  /** Words that want something done: with them a sentence is never surely a known question. */
  request: wordList,
  negation: wordList,
  asap: wordList,
  /** Cues of a correction: `open` only at the start of a message, `strong` anywhere. */
  correct_open: wordList,
  correct_strong: wordList,
}

export const botFile = z.strictObject({
  dsl: z.literal(1),
  locale: z.literal('zh-CN'),
  words: z.strictObject({
    ...Object.fromEntries(GLOBAL_WORDS.map((word) => [word, wordList] as const)),
    ...lexicon,
  } as { [K in GlobalWord]: typeof wordList } & typeof lexicon),
  /** What people call a slot of a type besides its label: 楼号 for a room. */
  labels: z.record(z.string(), wordList),
  /** Local hours behind 上午, 下午 and the like; `day` is the whole visiting day. */
  day_parts: z.record(z.string(), hours),
  /** How long a visit at a point in time may take, and other measures of talk. */
  limits: z.strictObject({
    visit_window: duration,
    turns: rate,
    stack: z.int().min(1),
    draft: duration,
    ended: duration,
    photos: duration,
    /** How long a talk may go on in a version that is no longer live (dialogue.md D13, max_age). */
    version: duration.prefault('14d'),
    no_match_streak: z.int().min(1),
    /** After this time without a result a word is said about it (dialogue.md D12). */
    progress: duration.prefault('2500ms'),
  }),
  menus: z.strictObject({ page: z.int().min(2).max(8), ttl: duration, late: duration }),
  scoring: z.strictObject({
    start: z.number().positive(),
    margin: z.number().positive(),
    example: z.number().positive(),
    faq: z.number().positive(),
    /** Off when left out. */
    likely: z
      .strictObject({
        audience: wordList,
        least_words: z.int().positive(),
        per_word: z.number().positive(),
        times: z.number().min(1),
        offered: z.int().min(2).max(4),
      })
      .optional(),
  }),
  quiet_hours: hours.optional(),
  outbound: z.strictObject({ idle_gap: duration }),
  handoff: z.strictObject({
    queue: z.string(),
    sla: duration.optional(),
    /** Who may be handed to people; everybody when left out. Colleagues ring each other up. */
    audience: wordList.optional(),
  }),
})

export const typesFile = z.strictObject({ types: z.record(name, writtenSlot) })

export const patternFile = z.strictObject({
  pattern: name,
  note: z.string().optional(),
  texts: z.record(name, words),
})

/** Danger: tested before everything. A list inside `words` needs all its words in one clause. */
export const hazardFile = patternFile.extend({
  texts: z.record(name, words).optional(),
  words: z.array(z.union([z.string(), wordList.min(2)])).min(1),
  /** Harmless words that hold a dangerous one: 燃气费. They are blotted out first. */
  mask: wordList,
  /** Words that make a whole clause harmless: 演习. */
  none: wordList,
  steps: z.array(z.looseObject({ id: name })).min(1),
})

/** Words with the same meaning, a bar between them. */
const alternatives = z.string().min(1).max(300)

export const faqFile = z.strictObject({
  questions: z.array(
    z.strictObject({
      id: name,
      ask: z.array(z.string().min(2).max(200)).min(1),
      /**
       * Words that tell this question from all else, so that it goes before a flow that shares a word with it. A list
       * needs all of its words, `空置|没住` is either of them.
       */
      words: z.array(z.union([alternatives, z.array(alternatives).min(2)])).optional(),
      /** Words that make it another matter, whatever `words` say. */
      none: wordList.optional(),
      answer: words,
      /** The article the answer rests on: 民法典第944条. It is shown behind the answer. */
      cite: z.string().optional(),
      flow: name.optional(),
    }),
  ),
})

export const textFile = z.strictObject({ messages: z.record(name, words) })

export type Bot = z.output<typeof botFile>
export type Hazards = z.output<typeof hazardFile>
export type Faq = z.output<typeof faqFile>['questions'][number]
