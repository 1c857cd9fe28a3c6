/** What rules/fees.yaml says. */
import { z } from 'zod'

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
})

export type FeeKind = (typeof FEE_KINDS)[number]
