/** What rules/tasks.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'
import { wallTime } from '../wall-time.ts'

const TASK_KINDS = [
  'call-owner',
  'explain-delay',
  'decide-binding',
  'recovery',
  'problem',
  'handoff',
  'unreached',
  'staff-unreached',
  'dispatch',
  'call-contractor',
  'check-warranty',
  'settle-warranty',
  'unsure',
  'approve-notice',
  'notice-calls',
  'staff-missing',
  'confirm-holidays',
  'missing-holidays',
  'quote-consent',
  'refund',
  'missing-photo',
] as const

export type TaskKind = (typeof TASK_KINDS)[number]

const minutes = z.number().int().positive()

export const taskRulesSchema = z.strictObject({
  fallback_roles: z.array(z.enum(ROLES as [string, ...string[]])).min(1),
  due_minutes: z.record(z.enum(TASK_KINDS), minutes),
  visitor_quiet_minutes: minutes,
  visitor_lately_minutes: minutes,
  repeat_minutes: minutes,
  repeat_max: z.number().int().min(0),
  daily_at: wallTime,
  above: z.strictObject({
    after: minutes,
    roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
    except: z.array(z.enum(TASK_KINDS)),
  }),
  at_night: z.array(z.enum(TASK_KINDS)),
})
