/** What rules/tickets.yaml says. */
import { z } from 'zod'
import { STATES, type TicketState } from './states.ts'

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** Why a dispatcher is called. */
const CALL_REASONS = ['nobody', 'no_answer', 'by_rule', 'given_back', 'left'] as const
export type CallReason = (typeof CALL_REASONS)[number]

const positive = z.number().int().positive()
const minutesByPriority = z.record(z.enum(PRIORITIES), positive)
const reason = z.strictObject({ id: z.string().min(1), words: z.string().min(1) })
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const ticketRulesSchema = z.strictObject({
  states: z.record(
    z.enum(STATES as readonly TicketState[]),
    z.strictObject({ words: z.string().min(1), next: z.string().min(1) }),
  ),
  priorities: z.record(z.enum(PRIORITIES), z.string().min(1)),
  duplicate_hours: positive,
  hazard_repeat_hours: positive,
  max_chars: positive,
  max_photos: positive,
  dispatch: z.strictObject({
    accept_minutes: minutesByPriority,
    grab_minutes: positive,
    offer_tries: positive,
    gap_retry_minutes: positive,
    reasons: z.record(z.enum(CALL_REASONS), z.string().min(1)),
    weights: z.record(z.enum([...PRIORITIES, 'held']), z.number().min(0)),
    max_open_weight: positive,
  }),
  nudge_minutes: positive,
  hold: z.strictObject({
    max_days: positive,
    remind_at: wallTime,
    reasons: z.array(reason.extend({ days: positive })).min(1),
  }),
  return_reasons: z.array(reason).min(1),
  auto_confirm_hours: positive,
  auto_close_hours: positive,
  mine: z.strictObject({ days: positive, max: positive }),
})
