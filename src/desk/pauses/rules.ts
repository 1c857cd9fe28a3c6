/** What rules/pauses.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'

const minutes = z.number().int().positive()

/** How long somebody may say that it takes; `open`: until it is resumed. */
export const PAUSE_LENGTHS = ['hour', 'half_day', 'day'] as const

export const pauseRulesSchema = z.strictObject({
  roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  lengths: z.strictObject({ hour: minutes, half_day: minutes, day: minutes }),
  remind_minutes: minutes,
  reason_chars: z.number().int().min(10).max(500),
})
