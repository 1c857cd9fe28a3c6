/** What rules/quotes.yaml says. */
import { z } from 'zod'
import { wallTime } from '../wall-time.ts'

/** Why a line cannot stand. */
const PROBLEMS = [
  'unknown',
  'several',
  'quantity',
  'price',
  'other_price',
  'reason_wanted',
  'own_too_dear',
  'too_many',
  'too_dear',
] as const
export type LineProblem = (typeof PROBLEMS)[number]

const positive = z.number().int().positive()
const words = z.array(z.string().min(1)).min(1)

export const quoteRulesSchema = z.strictObject({
  prices: z.strictObject({ shown: positive, asking: words }),
  valid_hours: positive,
  remind_hours: positive,
  ask_from: wallTime,
  ask_to: wallTime,
  over_percent: z.number().int().min(0).max(100),
  most_lines: positive,
  most_quantity: positive,
  most_fen: positive,
  longest_name: positive,
  own_line: z.strictObject({ most_fen: positive, unit: z.string().min(1) }),
  units: words,
  commands: words,
  none: words,
  shown: z.strictObject({
    total: z.string().min(1),
    agreed: z.string().min(1),
    by_message: z.string().min(1),
    by_phone: z.string().min(1),
    asked: z.string().min(1),
  }),
  problems: z.record(z.enum(PROBLEMS), z.string().min(1)),
})

export type QuoteRules = z.output<typeof quoteRulesSchema>
