/** What rules/board.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'

const count = z.number().int().positive()

export const boardRulesSchema = z.strictObject({
  roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  page_size: count.max(200),
  near_minutes: count,
  refresh_seconds: count,
  max_chars: count.max(200),
  form_hours: count,
})
