/** What rules/staff.yaml says. */
import { z } from 'zod'
import { wallTime } from '../wall-time.ts'
import { ROLES, type Role } from './roles.ts'

/** Why somebody can be on duty (roster/standings.ts). */
const DUTY_CAUSES = ['always', 'shift', 'pattern', 'added', 'stands_in', 'switched_on'] as const

export const staffRulesSchema = z.strictObject({
  certificates: z.strictObject({
    kinds: z.record(z.string().regex(/^[a-z_]+$/), z.string().min(1)),
    remind_days: z.array(z.number().int().positive()),
    remind_at: wallTime,
  }),
  agreements: z.strictObject({ remind_days: z.number().int().positive() }),
  rostered_roles: z.array(z.enum(ROLES as [string, ...string[]])),
  roster: z.strictObject({
    /** Of rules/clocks.yaml. */
    calendar: z.string().min(1),
    switch: z.strictObject({
      busy_minutes: z.number().int().positive(),
      on_hours: z.number().int().positive(),
      off_until: wallTime,
      longest_days: z.number().int().positive(),
    }),
    leave: z.strictObject({
      max_days: z.number().int().positive(),
      ahead_days: z.number().int().positive(),
      approving_roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
      undecided_minutes: z.number().int().positive(),
    }),
    causes: z.partialRecord(z.enum(DUTY_CAUSES), z.string()),
    standby: z.string().min(1),
  }),
})
