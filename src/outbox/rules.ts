/** What rules/outbox.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()
const pace = z.array(z.strictObject({ count, seconds: count }))

export const outboxRulesSchema = z.strictObject({
  kf: z.strictObject({
    window_hours: count,
    margin_minutes: z.number().int().min(0),
    budget: count,
    reserve: z.number().int().min(0),
  }),
  held_hours: count,
  pace: z.strictObject({
    'wecom-app': pace,
    'wecom-robot': pace,
    'wecom-kf': pace,
    'wecom-aibot': pace,
    'web-chat': pace,
  }),
  jitter: z.strictObject({
    marks: z.array(z.number().int().min(0).max(59)),
    before_seconds: z.number().int().min(0),
    after_seconds: count,
    spread_seconds: count,
  }),
  pause: z.strictObject({ probe_minutes: count, quiet_minutes: z.number().int().min(0) }),
  retry_ms: z.array(count).min(1),
  give_up_after: count,
  claim_ms: count,
})

export type OutboxRules = z.output<typeof outboxRulesSchema>
