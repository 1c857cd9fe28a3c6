/** What rules/contacts.yaml says. */
import { z } from 'zod'

const tag = z.strictObject({ group: z.string().min(1), name: z.string().min(1) })

export const contactRulesSchema = z.strictObject({
  tags: z.strictObject({ building: tag, unit: tag }),
  room_code_days: z.number().int().positive(),
})

export type ContactRules = z.output<typeof contactRulesSchema>
