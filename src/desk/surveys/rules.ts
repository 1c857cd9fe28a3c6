/** What rules/surveys.yaml says. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'
import { KINDS } from '../tickets/kinds.ts'
import { PRIORITIES } from '../tickets/rules.ts'
import { wallTime } from '../wall-time.ts'

/** Why an agent calls instead of a question in chat. */
const CALL_REASONS = ['no_chat', 'closed_window', 'no_answer'] as const
export type CallReason = (typeof CALL_REASONS)[number]

export const surveyRulesSchema = z
  .strictObject({
    must: z.strictObject({
      priorities: z.array(z.enum(PRIORITIES)),
      kinds: z.array(z.enum(KINDS)),
      paid_kinds: z.array(z.enum(KINDS)),
    }),
    sample_percent: z.number().int().min(0).max(100),
    throttle_days: z.number().int().min(0),
    delay_minutes: z.number().int().min(0),
    ask_from: wallTime,
    ask_to: wallTime,
    edit_days: z.number().int().min(0),
    calls: z.strictObject({
      tries: z.number().int().positive(),
      again_minutes: z.number().int().positive(),
    }),
    recovery_at_most: z.number().int().min(0).max(5),
    max_chars: z.number().int().positive(),
    call_reasons: z.record(z.enum(CALL_REASONS), z.string().min(1)),
    calling_roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  })
  .refine((rules) => rules.ask_from < rules.ask_to, 'ask_from must be before ask_to')

export type SurveyRules = z.output<typeof surveyRulesSchema>
