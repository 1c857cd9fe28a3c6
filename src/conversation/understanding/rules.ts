/** What rules/understander.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()

export const understanderRulesSchema = z.strictObject({
  sure: z.number().min(0).max(1),
  timeout_ms: count.max(10_000),
  answer_bytes: count.max(200_000),
  answer_tokens: count,
  per_turn: count.max(5),
  rest: z.strictObject({ after_failures: count, seconds: count }),
})

export type UnderstanderRules = z.output<typeof understanderRulesSchema>
