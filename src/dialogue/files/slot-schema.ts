/** The shape of a slot: one thing a flow wants to know. */
import { z } from 'zod'
import { duration } from './quantities.ts'

export const SLOT_TYPES = [
  'text',
  'choice',
  'room',
  'building',
  'cn_phone',
  'person_name',
  'plate',
  'code',
  'yes_no',
  'rating',
  'number',
  'integer',
  'amount',
  'date',
  'time',
  'time_window',
  'month_range',
  'multi_choice',
  'images',
  'voice',
  'file',
  'location',
  'list',
  'json',
] as const

export type SlotTypeName = (typeof SLOT_TYPES)[number]

/** Types whose value is a list: nothing said yet is an empty one, not an absent one. */
const LIST_TYPES: readonly SlotTypeName[] = ['images', 'list']
/** Types that are filled by what is sent, not by what is said. */
const SENT_TYPES: readonly SlotTypeName[] = ['images', 'voice', 'file', 'location']

export function isListType(type: SlotTypeName | undefined): boolean {
  return type !== undefined && LIST_TYPES.includes(type)
}

export function isSentType(type: SlotTypeName | undefined): boolean {
  return type !== undefined && SENT_TYPES.includes(type)
}

/** Names of flows, slots and steps. Names every object carries (`constructor`) are refused. */
export const name = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9_]*$/, '名称用小写字母、数字和下划线 / use a-z, 0-9 and _')
  .refine((text) => !(text in Object.prototype), '这个名称被保留 / this name is reserved')

/** A CEL expression; a bare number or yes/no counts as one. */
export const cel = z.union([z.string().min(1).max(500), z.number(), z.boolean()]).transform(String)

const word = z.string().trim().min(1).max(40)
export const wordList = z.array(word)

/** What one option of a choice is called, and which words in a sentence mean it. */
const option = z.strictObject({
  id: z.string().min(1).max(100),
  text: z.string().min(1).max(60),
  match: wordList.optional(),
  /** Never taken from a menu that has expired. */
  dangerous: z.boolean().optional(),
})

/** A slot as written: its type may also be the name of a type in `_types.yaml`, which fills in the rest. */
export const writtenSlot = z.looseObject({ type: z.string() })

export const slotType = z.strictObject({
  type: z.enum(SLOT_TYPES),
  label: z.string().max(20).optional(),
  optional: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  prefill: cel.optional(),
  confirm_prefill: z.boolean().optional(),
  never_prefill: z.boolean().optional(),
  keep: z.boolean().optional(),
  ttl: duration.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  infer_from: name.optional(),
  seed: z.literal('trigger_text').optional(),
  anytime: z.boolean().optional(),
  pii: z.boolean().optional(),
  source: z.enum(['user', 'action', 'event']).optional(),
  from: cel.optional(),
  options: z.array(option).min(1).optional(),
  /** `match` renders to the words that mean an item in a sentence, with 、 between them. */
  options_from: z
    .strictObject({ list: cel, id: name, text: z.string(), match: z.string().optional() })
    .optional(),
  single: z.literal('pick').optional(),
  /** Of several options: words that mean all of them. */
  all_words: wordList.optional(),
  scale: z.int().min(2).max(10).optional(),
  words: z.record(z.string().regex(/^\d{1,2}$/), wordList).optional(),
  pattern: z.string().max(100).optional(),
  flexible_words: wordList.optional(),
  /** Of a free text: words that show it is the answer. Without them, what begins another matter is that matter. */
  sure_words: wordList.optional(),
  yes_words: wordList.optional(),
  no_words: wordList.optional(),
})

export type SlotDef = z.output<typeof slotType>
export type Option = z.output<typeof option>
