/** What rules/clocks.yaml says: calendars, promises, ladders. */
import { z } from 'zod'
import { wallTime } from '../wall-time.ts'
import { BadCalendar } from './bad-calendar.ts'
import { type OpenHours, openCalendar } from './calendar.ts'
import { chainsSchema } from './chain-rules.ts'
import { duration, shareOrLeft } from './durations.ts'

/** servicedesk.md B7, in the order of a ticket's life. Permanent: rows keep them. */
export const CLOCK_KINDS = [
  'first_response',
  'accept',
  'arrive',
  'next_update',
  'resolve',
  'complaint_reply',
  'complaint_plan',
  'complaint_result',
  'rectify',
  'contractor_accept',
  'contractor_arrive',
  'contractor_finish',
] as const

/** Calls nobody by itself and makes no matter late: whoever has to take it is called for that (rules/clocks.yaml). */
export const ONLY_COUNTED: readonly ClockKind[] = ['first_response']

export type ClockKind = (typeof CLOCK_KINDS)[number]

/** In order: Monday is 1. */
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const interval = z
  .string()
  .regex(/^\d\d:\d\d-\d\d:\d\d$/, 'open hours are HH:MM-HH:MM')
  .transform((text) => ({ from: text.slice(0, 5), to: text.slice(6) }))

const target = z.strictObject({
  within: duration,
  /** `always`, or the name of a calendar. */
  calendar: z.string().min(1),
  stops: z.array(z.string().min(1)).default([]),
  warn: z.array(shareOrLeft).default([]),
  chain: z.string().min(1).optional(),
})

const policy = z.strictObject({
  name: z.string().min(1),
  kinds: z.array(z.string().min(1)).default([]),
  categories: z.array(z.string().min(1)).default([]),
  priorities: z.array(z.string().min(1)).default([]),
  calendars: z.array(z.enum(['always', 'business'])).default([]),
  levels: z.array(z.string().min(1)).default([]),
  targets: z.partialRecord(z.enum(CLOCK_KINDS), target),
})

const calendar = z.strictObject({
  week: z.partialRecord(z.enum(WEEKDAYS), z.array(interval).min(1)),
  /** Follows the holidays and make-up workdays of rules/holidays. */
  statutory_days: z.boolean(),
})

const schema = z.strictObject({
  zone: z.string().min(1),
  calendars: z.record(z.string().min(1), calendar),
  quiet_hours: z.strictObject({ from: wallTime, to: wallTime }),
  promises: z.record(z.enum(CLOCK_KINDS), z.string().min(1)),
  long_pause: duration,
  holidays: z.strictObject({
    weekday: z.number().int().min(1).max(7),
    at: wallTime,
    warn_from_month: z.number().int().min(1).max(12),
  }),
  watch: z.strictObject({
    every: duration,
    late: duration,
    again: duration,
    most: z.number().int().positive(),
  }),
  digest: z.strictObject({
    late: duration,
    gather: duration,
    at_least: z.number().int().positive(),
    // A form of one question has so many options (channels/card.ts).
    lines: z.number().int().min(1).max(20),
  }),
  ladder: z.strictObject({ catch_up: duration, resume_after: duration }),
  policies: z.array(policy).min(1),
  chains: chainsSchema,
})

export type ClockRules = z.output<typeof schema>

export const clockRulesSchema = schema.superRefine((rules, context) => {
  for (const message of [
    ...unknownNames(rules),
    ...wrongHours(rules),
    ...lateAnswers(rules),
    ...stoppedAnswers(rules),
  ]) {
    context.addIssue({ code: 'custom', message })
  }
})

/** The week of a calendar in rules/clocks.yaml as rows keep it. */
export function openHoursOf(calendar: ClockRules['calendars'][string]): readonly OpenHours[] {
  return WEEKDAYS.flatMap((name, index) =>
    (calendar.week[name] ?? []).map((hours) => ({ weekday: index + 1, ...hours })),
  )
}

function wrongHours({ calendars, zone }: ClockRules): string[] {
  return Object.entries(calendars).flatMap(([name, calendar]) => {
    try {
      openCalendar({ zone, week: openHoursOf(calendar), days: new Map() })
      return []
    } catch (error) {
      if (error instanceof BadCalendar) return [`calendars.${name}: ${error.message}`]
      throw error
    }
  })
}

/** An answer is waited for within the time after which the ladder begins again in any case. */
function lateAnswers({ chains, ladder }: ClockRules): string[] {
  return Object.entries(chains).flatMap(([name, chain]) =>
    [chain.ask, ...chain.steps.map((step) => step.ask)]
      .filter((ask) => ask && ask.answer >= ladder.resume_after)
      .map(() => `chains.${name}: an answer may take less than resume_after`),
  )
}

/** Source: servicedesk.md B3, the first response is never paused. */
function stoppedAnswers({ policies }: ClockRules): string[] {
  return policies
    .filter(({ targets }) => (targets.first_response?.stops.length ?? 0) > 0)
    .map(({ name }) => `policies.${name}.first_response: nothing stops a first response`)
}

function unknownNames({ calendars, chains, policies }: ClockRules): string[] {
  const noCalendar = (name: string) => name !== 'always' && !Object.hasOwn(calendars, name)
  const ofPolicies = policies.flatMap(({ name, targets }) =>
    Object.entries(targets).flatMap(([kind, { calendar, chain }]) => [
      ...(noCalendar(calendar) ? [`policies.${name}.${kind}: no calendar ${calendar}`] : []),
      ...(chain && !Object.hasOwn(chains, chain)
        ? [`policies.${name}.${kind}: no chain ${chain}`]
        : []),
    ]),
  )
  const ofChains = Object.entries(chains)
    .filter(([, chain]) => noCalendar(chain.counts_in))
    .map(([name, chain]) => `chains.${name}: no calendar ${chain.counts_in}`)
  return [...ofPolicies, ...ofChains]
}
