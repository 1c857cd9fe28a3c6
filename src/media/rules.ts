/** What rules/media.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()

export const mediaRulesSchema = z.strictObject({
  max_bytes: count,
  form_bytes: count,
  images: z.array(z.string()).min(1),
  others: z.array(z.string()),
  retry_ms: z.array(count).min(1),
  link_hours: count,
  photo_minutes: count,
})

export type MediaRules = z.output<typeof mediaRulesSchema>
