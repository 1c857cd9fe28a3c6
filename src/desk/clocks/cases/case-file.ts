/** A file of times that others expect, shaped like tests/fixtures/sla/sla-cases.json: calendars, due times, used-up times. */
import { z } from 'zod'
import { type Calendar, type DayException, openCalendar } from '../calendar.ts'
import type { Pause } from '../open-pieces.ts'

/** Refuses a file as a whole; the message lists every problem as `path: reason`. */
export class BadCaseFile extends Error {
  readonly code = 'bad-case-file'
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A file is checked before it is computed, and a calendar year costs memory: more than this is nobody's test file. */
const MOST_ROWS = 100_000

const day = z.iso.date()
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const interval = z.tuple([z.string(), z.string()])
const pause = z
  .tuple([instant, instant])
  .refine(([from, to]) => from <= to, 'a pause ends before it begins')
  .transform(([fromAt, toAt]): Pause => ({ fromAt, toAt }))

const calendarSchema = z
  .object({
    tz: z.string(),
    hours: z.partialRecord(z.enum(WEEKDAYS), z.array(interval)),
    holidays: z.array(day).default([]),
    /** Make-up workdays, with the hours of a Monday. */
    workdays: z.array(day).default([]),
  })
  .transform((written, context): Calendar => {
    try {
      return calendarOf(written)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })

const row = { source: z.string().default(''), calendar: z.string(), start: instant }
const rest = { pauses: z.array(pause).default([]), note: z.string().default('') }
const dueRow = z.object({ ...row, minutes: z.number().nonnegative(), expected: instant, ...rest })
const elapsedRow = z.object({ ...row, end: instant, expected_minutes: z.number(), ...rest })

const fileSchema = z
  .object({
    calendars: z.record(z.string(), calendarSchema),
    deadline_cases: z.array(dueRow).max(MOST_ROWS).default([]),
    elapsed_cases: z.array(elapsedRow).max(MOST_ROWS).default([]),
  })
  .superRefine(({ calendars, ...rows }, context) => {
    for (const [list, cases] of Object.entries(rows)) {
      for (const [at, { calendar }] of cases.entries()) {
        if (Object.hasOwn(calendars, calendar)) continue
        const message = `the file has no calendar "${calendar}"`
        context.addIssue({ code: 'custom', path: [list, at, 'calendar'], message })
      }
    }
  })

export type DueRow = z.output<typeof dueRow>
export type ElapsedRow = z.output<typeof elapsedRow>

export interface CaseFile {
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly dueRows: readonly DueRow[]
  readonly elapsedRows: readonly ElapsedRow[]
}

/** @throws BadCaseFile */
export function readCaseFile(text: string): CaseFile {
  const checked = fileSchema.safeParse(parsed(text))
  if (!checked.success) {
    const problems = checked.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'file'}: ${message}`,
    )
    throw new BadCaseFile(problems.join('\n'))
  }
  const { calendars, deadline_cases: dueRows, elapsed_cases: elapsedRows } = checked.data
  return { calendars: new Map(Object.entries(calendars)), dueRows, elapsedRows }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadCaseFile(`file: not JSON (${(error as Error).message})`)
  }
}

interface WrittenCalendar {
  readonly tz: string
  readonly hours: Partial<Record<(typeof WEEKDAYS)[number], (readonly [string, string])[]>>
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}

/** @throws BadCalendar */
function calendarOf({ tz, hours, holidays, workdays }: WrittenCalendar): Calendar {
  const exceptions = (days: readonly string[], kind: DayException['kind']) =>
    days.map((one) => [one, { kind, asWeekday: null }] as const)
  return openCalendar({
    zone: tz,
    week: WEEKDAYS.flatMap((name, at) =>
      (hours[name] ?? []).map(([from, to]) => ({ weekday: at + 1, from, to })),
    ),
    days: new Map([...exceptions(holidays, 'off'), ...exceptions(workdays, 'work')]),
  })
}
