/** What rules/web-chat.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()

export const webChatRulesSchema = z.strictObject({
  text_chars: count,
  photo_bytes: count,
  photo_kinds: z.array(z.string()).min(1),
  messages_per_minute: count,
  messages_per_day: count,
  new_visitors_per_hour: count,
  history: count,
  open_pages: count,
  look_ms: count,
  heartbeat_ms: count,
  visitor_days: count,
})

export type WebChatRules = z.output<typeof webChatRulesSchema>
