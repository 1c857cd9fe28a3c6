/** What rules/retention.yaml says. */
import { z } from 'zod'

const days = z.number().int().min(2)

export const retentionRulesSchema = z.strictObject({
  web_message_days: days,
  aibot_exchange_days: days,
  sighting_days: days,
  talk_event_days: days,
  unmatched_days: days,
  flow_version_days: days,
})

export type RetentionRules = z.output<typeof retentionRulesSchema>
