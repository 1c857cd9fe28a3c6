/** What rules/daily.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'
import { wallTime } from '../wall-time.ts'

const count = z.number().int().positive()

export const dailyRulesSchema = z.strictObject({
  morning: z.strictObject({
    at: wallTime,
    roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
    numbers: count,
  }),
  handover: z.strictObject({
    look_minutes: count,
    ahead_hours: count,
    words_hours: count,
    numbers: count,
    words_chars: count,
    words_most: count,
  }),
})
