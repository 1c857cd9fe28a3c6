/** What rules/staff.yaml says. */
import { z } from 'zod'
import { ROLES } from './roles.ts'

export const staffRulesSchema = z.strictObject({
  rostered_roles: z.array(z.enum(ROLES as [string, ...string[]])),
})
