/** What rules/tickets.yaml says. */
import { z } from 'zod'
import { ROLES, type Role, SKILLS, type Skill } from '../staff/roles.ts'
import { wallTime } from '../wall-time.ts'
import { KINDS } from './kinds.ts'
import { STATES, type TicketState } from './states.ts'

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** How grave a complaint is: 一般, 重大, 特大 (servicedesk.md E2, "three levels"), the lightest first. */
export const COMPLAINT_LEVELS = ['general', 'major', 'grave'] as const
export type ComplaintLevel = (typeof COMPLAINT_LEVELS)[number]

/** What whoever complains is told in words, in this order: 回复, 处理方案, 处理结果 (servicedesk.md A6, "three clocks"). */
export const COMPLAINT_NEWS = ['reply', 'plan', 'result'] as const
export type ComplaintNews = (typeof COMPLAINT_NEWS)[number]

/** Why a dispatcher is called. */
const CALL_REASONS = [
  'nobody',
  'no_certificate',
  'no_answer',
  'by_rule',
  'given_back',
  'left',
  'conflict',
] as const
export type CallReason = (typeof CALL_REASONS)[number]

/** Why somebody was not chosen (servicedesk.md D4). */
const DROPPED = [
  'left',
  'on-leave',
  'off-duty',
  'standby',
  'skill',
  'area',
  'conflict',
  'gave-back',
  'just-asked',
  'cap',
  'rate',
  'certificate',
  'certificate-expired',
  'agreement',
] as const
export type Dropped = (typeof DROPPED)[number]

/** How a ticket found its person. */
export const DISPATCH_MODES = ['GRAB', 'AUTO', 'MANUAL'] as const

const positive = z.number().int().positive()
const minutesByPriority = z.record(z.enum(PRIORITIES), positive)
const reason = z.strictObject({ id: z.string().min(1), words: z.string().min(1) })

export const ticketRulesSchema = z.strictObject({
  states: z.record(
    z.enum(STATES as readonly TicketState[]),
    z.strictObject({
      words: z.string().min(1),
      next: z.string().min(1),
      next_desk: z.string().min(1).optional(),
    }),
  ),
  priorities: z.record(z.enum(PRIORITIES), z.string().min(1)),
  duplicate_hours: positive,
  hazard_repeat_hours: positive,
  max_chars: positive,
  longest_reason: positive,
  max_photos: positive,
  max_name_chars: positive,
  arrival: z.strictObject({ far_metres: positive, late_entry_minutes: positive }),
  dispatch: z.strictObject({
    accept_minutes: minutesByPriority,
    grab_minutes: positive,
    offer_tries: positive,
    gap_retry_minutes: positive,
    reasons: z.record(z.enum(CALL_REASONS), z.string().min(1)),
    weights: z.record(z.enum([...PRIORITIES, 'held']), z.number().min(0)),
    max_open_weight: positive,
    max_open: z.record(z.enum(PRIORITIES), positive),
    rate: z.strictObject({ offers: positive, minutes: positive }),
    dropped: z.record(z.enum(DROPPED), z.string().min(1)),
    in_danger: z.string().min(1),
    modes: z.record(z.enum(DISPATCH_MODES), z.string().min(1)),
  }),
  nudge_minutes: positive,
  tell: z.strictObject({
    before_minutes: minutesByPriority,
    before_percent: z.number().int().min(1).max(50),
    at_night: z.strictObject({
      any: z.array(z.enum(PRIORITIES)),
      always: z.array(z.enum(PRIORITIES)),
    }),
    late_minutes: z.strictObject({
      arrive: positive,
      complaint_reply: positive,
      complaint_plan: positive,
      complaint_result: positive,
      resolve: positive,
    }),
    late_max: z.number().int().min(0),
    hold_by: wallTime,
  }),
  appointment: z.strictObject({ from: wallTime, to: wallTime, days_ahead: positive }),
  hold: z.strictObject({
    max_days: positive,
    remind_at: wallTime,
    reasons: z.array(reason.extend({ days: positive })).min(1),
    linked: reason.extend({ days: positive }),
    consent: reason.extend({ stops_as: z.string().min(1) }),
  }),
  responder: z.strictObject({ told_of: z.array(z.enum(KINDS)) }),
  complaints: z.strictObject({
    levels: z.record(
      z.enum(COMPLAINT_LEVELS),
      z.strictObject({ words: z.string().min(1), signs: z.array(z.string().min(1)) }),
    ),
    news: z.record(
      z.enum(COMPLAINT_NEWS),
      z.strictObject({
        words: z.string().min(1),
        next: z.string().min(1),
        does: z.string().min(1),
        told: z.string().min(1),
      }),
    ),
    longest_news: positive,
    plan_days_ahead: positive,
    confidential: z.strictObject({
      words: z.string().min(1),
      signs: z.array(z.string().min(1)),
      seen_by: z.array(z.enum(ROLES as [Role, ...Role[]])),
      title: z.string().min(1),
    }),
  }),
  return_reasons: z.array(reason).min(1),
  priority_reasons: z.array(reason).min(1),
  force_close: z.strictObject({ reasons: z.array(reason).min(1) }),
  help: z.strictObject({
    most: positive,
    trades: z.record(z.enum(SKILLS as [Skill, ...Skill[]]), z.array(z.string().min(1)).min(1)),
  }),
  problem: z.strictObject({
    count: positive,
    days: positive,
    closed_shown: positive,
    except: z.array(z.string().min(1)),
  }),
  auto_confirm_hours: positive,
  auto_close_hours: positive,
  mine: z.strictObject({ days: positive, max: positive }),
})
