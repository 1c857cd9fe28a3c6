/** What rules/fees.yaml says. */
import { z } from 'zod'
import { BILL_MESSAGES, COMPUTED, SKIPS, UNALLOCATED } from './bill-words.ts'

export const FEE_KINDS = [
  'property',
  'parking',
  'water',
  'power',
  'gas',
  'heating',
  'other',
] as const

const words = z.array(z.string().min(1))

export const feeRulesSchema = z.strictObject({
  kinds: z.record(z.enum(FEE_KINDS), words),
  ways_to_pay: z.array(z.string().min(1)).min(1),
  max_items: z.number().int().positive(),
  bills: z.strictObject({
    earliest: z.string().regex(/^\d{4}-\d{2}$/),
    listed_skips: z.number().int().positive(),
    computed: z.record(z.enum(COMPUTED), z.string().min(1)),
    skipped: z.record(z.enum(SKIPS), z.string().min(1)),
    messages: z.record(z.enum(BILL_MESSAGES), z.string().min(1)),
  }),
  repair: z.strictObject({
    code: z.string().min(1).max(32),
    name: z.string().min(1),
    category: z.string().min(1),
    due_days: z.number().int().positive(),
  }),
  unallocated: z.record(z.enum(UNALLOCATED), z.string().min(1)),
})

export type FeeKind = (typeof FEE_KINDS)[number]
export type FeeRules = z.output<typeof feeRulesSchema>
