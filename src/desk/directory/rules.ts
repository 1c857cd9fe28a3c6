/** What rules/directory.yaml says. */
import { z } from 'zod'

export const directoryRulesSchema = z.strictObject({
  sweep: z.strictObject({
    window_minutes: z.number().int().positive(),
    always: z.number().int().min(0),
    share: z.number().min(0).max(1),
  }),
  look_again_minutes: z.number().int().positive(),
})
