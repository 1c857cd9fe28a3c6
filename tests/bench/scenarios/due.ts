/** Due times and used-up time over the calendars of rules/clocks.yaml, with every statutory day of rules/holidays. */
import { ALWAYS, type Calendar, openCalendar } from '../../../src/desk/clocks/calendar.ts'
import { due } from '../../../src/desk/clocks/due.ts'
import { elapsed } from '../../../src/desk/clocks/elapsed.ts'
import type { Pause } from '../../../src/desk/clocks/open-pieces.ts'
import { openHoursOf } from '../../../src/desk/clocks/rules.ts'
import { readHolidays } from '../../../src/desk/clocks/statutory/shipped-years.ts'
import { readRules } from '../../../src/desk/rules.ts'
import type { Scenario, Subject } from '../run-scenario.ts'

/** Per subject and round. Five rounds of the smoke size are a million of the desk's own. */
const FULL = 1_000_000
const SMOKE = 200_000

interface Question {
  readonly start: Date
  readonly targetMs: number
  readonly pauses: readonly Pause[]
}

export const dueScenario: Scenario = {
  id: 'due',
  what: 'one million due() over real calendars, with and without pauses, and elapsed() back',
  unit: 'CPU µs',
  floor: 'always',
  /** A million in ten seconds on one core, in twenty with pauses: no sweep or import waits for the arithmetic. */
  targets: { office: 10, workdays: 10, 'office, pauses': 20, 'elapsed, pauses': 20 },
  async open(full) {
    const { clocks } = await readRules()
    const days = new Map(
      (await readHolidays()).map(({ day, kind }) => [day, { kind, asWeekday: null }]),
    )
    const named = (name: string): Calendar => {
      const calendar = clocks.calendars[name]
      if (!calendar) throw new Error(`rules/clocks.yaml has no calendar ${name}`)
      return openCalendar({ zone: clocks.zone, week: openHoursOf(calendar), days })
    }
    const count = full ? FULL : SMOKE
    const [office, workdays] = [named('office'), named('workdays')]
    return [
      dueSubject('always', ALWAYS, questions(count, false)),
      dueSubject('office', office, questions(count, false)),
      dueSubject('workdays', workdays, questions(count, false)),
      dueSubject('office, pauses', office, questions(count, true)),
      elapsedSubject('elapsed, pauses', office, questions(count, true)),
    ]
  },
}

/** One in a hundred answers is counted back: as much time must have passed as was asked for. */
function dueSubject(name: string, calendar: Calendar, asked: readonly Question[]): Subject {
  return {
    name,
    async run() {
      let wrong = 0
      for (const [at, { start, targetMs, pauses }] of asked.entries()) {
        const dueAt = due(start, targetMs, calendar, pauses)
        if (dueAt === null) wrong += 1
        else if (at % 100 === 0 && elapsed(start, dueAt, calendar, pauses) !== targetMs) wrong += 1
      }
      return { operations: asked.length, wrong }
    },
  }
}

function elapsedSubject(name: string, calendar: Calendar, asked: readonly Question[]): Subject {
  const ends = asked.map(({ start, targetMs, pauses }) => due(start, targetMs, calendar, pauses))
  return {
    name,
    async run() {
      let wrong = 0
      for (const [at, { start, targetMs, pauses }] of asked.entries()) {
        const end = ends[at]
        if (!end || elapsed(start, end, calendar, pauses) !== targetMs) wrong += 1
      }
      return { operations: asked.length, wrong }
    },
  }
}

const YEAR_MS = 365 * 86_400_000
const FIRST = Date.parse('2026-01-01T00:00:00+08:00')
/** As the policies promise them: from half an hour to a week. */
const TARGETS_MS = [0.5, 4, 9, 24, 48, 120].map((hours) => hours * 3_600_000)

/** The same every time; starts at all hours of a year, up to three pauses of up to two days. */
function questions(count: number, withPauses: boolean): readonly Question[] {
  let state = 20_261_126
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return Array.from({ length: count }, () => {
    const from = FIRST + Math.floor(random() * YEAR_MS)
    const targetMs = TARGETS_MS[Math.floor(random() * TARGETS_MS.length)] ?? 0
    const many = withPauses ? Math.floor(random() * 4) : 0
    const pauses = Array.from({ length: many }, () => {
      const fromAt = from + Math.floor(random() * 4 * 86_400_000)
      return {
        fromAt: new Date(fromAt),
        toAt: new Date(fromAt + Math.floor(random() * 172_800_000)),
      }
    })
    return { start: new Date(from), targetMs, pauses }
  })
}
