/** What rules/warranty.yaml says: how long each class of work is warranted, and counted from which day. */
import { z } from 'zod'
import { WARRANTY_CLASSES } from './classes.ts'

const SEASONS = ['heating', 'cooling'] as const
const COUNTED_FROM = [
  'room-delivery',
  'building-delivery',
  'building-completion',
  'estate-delivery',
  'estate-completion',
] as const
export type CountedFrom = (typeof COUNTED_FROM)[number]

const words = z.string().min(1)
const dayOfYear = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a day of the year is written '11-15'")
const season = z.strictObject({ from: dayOfYear, to: dayOfYear })
const period = z.union([
  z.strictObject({ words, years: z.number().int().min(1).max(100) }),
  z.strictObject({ words, seasons: z.number().int().min(1).max(10), of: z.enum(SEASONS) }),
])
const days = z.array(z.enum(COUNTED_FROM)).min(1)

export const warrantyRulesSchema = z.strictObject({
  classes: z.record(z.enum(WARRANTY_CLASSES), period),
  seasons: z.record(z.enum(SEASONS), season),
  counts_from: z.strictObject({ home: days, public: days, grounds: days }),
  over: z.strictObject({
    home: z.enum(['owner', 'property']),
    public: z.enum(['owner', 'property']),
  }),
  unsettled: words,
})

export type WarrantyRules = z.output<typeof warrantyRulesSchema>
