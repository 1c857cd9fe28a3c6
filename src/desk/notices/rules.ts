/** What rules/notices.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'
import { wallTime } from '../wall-time.ts'

const positive = z.number().int().positive()
const roles = z.array(z.enum(ROLES as [Role, ...Role[]])).min(1)

/** servicedesk.md A7. */
export const NOTICE_KINDS = [
  'water_stop',
  'power_stop',
  'lift',
  'pest',
  'fees',
  'activity',
  'public',
  'urgent',
  'other',
] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]

const kind = z.strictObject({
  name: z.string().min(1).max(10),
  lead: z.strictObject({ hours: positive, law: z.string().min(1) }).optional(),
})

export const noticeRulesSchema = z.strictObject({
  writing_roles: roles,
  approving_roles: roles,
  kinds: z.record(z.enum(NOTICE_KINDS), kind),
  send_from: wallTime,
  send_to: wallTime,
  per_month: positive,
  per_task: positive.max(10_000),
  title_chars: positive.max(60),
  text_chars: positive.max(1200),
  longest_ahead_days: positive,
  poll_minutes: positive,
  poll_rounds: positive,
  poll_later_minutes: positive,
  remind_minutes: z.array(positive).max(3),
  close_minutes: positive,
  close_at_least_minutes: positive,
  calls_per_task: positive.max(20),
  whole_group_words: z.array(z.string().min(2)),
  phone_days: positive,
  remote: z.strictObject({ timeout_ms: positive, retry_max: positive, backoff_ms: positive }),
})

export type NoticeRules = z.output<typeof noticeRulesSchema>
