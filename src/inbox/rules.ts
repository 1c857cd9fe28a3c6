/** What rules/inbox.yaml says: how long a burst of messages is collected, and how a failing turn is tried again. */
import { z } from 'zod'

const ms = z.number().int().positive()

export const inboxRulesSchema = z.strictObject({
  text_quiet_ms: ms,
  text_cap_ms: ms,
  media_quiet_ms: ms,
  media_cap_ms: ms,
  fresh_minutes: ms,
  retry_ms: z.array(ms).min(1),
})

export type InboxRules = z.output<typeof inboxRulesSchema>
