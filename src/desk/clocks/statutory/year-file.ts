/** A year of statutory days as holiday-cn writes it: read, checked, told apart from another. */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** A date that differs from its weekday, and the notice that says so. */
export interface StatutoryDay {
  /** "YYYY-MM-DD" */
  readonly day: string
  readonly kind: 'off' | 'work'
  readonly label: string
  readonly source: string
  /** Of the file it stands in: the days of a new year may begin in December of the old one. */
  readonly fileYear: number
}

export interface StatutoryYear {
  readonly year: number
  /** By date; empty while nothing is announced. */
  readonly days: readonly StatutoryDay[]
}

/** No year has more: 2020, the longest so far, has 39. */
const MOST_DAYS = 120

const schema = z
  .object({
    year: z.number().int().min(2000).max(2100),
    papers: z.array(z.string().max(500)).max(20),
    days: z
      .array(
        z.object({ name: z.string().min(1).max(40), date: z.iso.date(), isOffDay: z.boolean() }),
      )
      .max(MOST_DAYS),
  })
  .superRefine(({ year, days }, context) => {
    const seen = new Set<string>()
    for (const [at, { date }] of days.entries()) {
      const report = (message: string) =>
        context.addIssue({ code: 'custom', path: ['days', at, 'date'], message })
      if (seen.has(date)) report(`${date} stands there twice`)
      seen.add(date)
      if (Math.abs(Number(date.slice(0, 4)) - year) > 1) report(`${date} is not of ${year}`)
    }
  })

/** @throws BadYearFile listing every problem */
export function readYearFile(text: string): StatutoryYear {
  const checked = schema.safeParse(parsed(text))
  if (!checked.success) {
    const problems = checked.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'file'}: ${message}`,
    )
    throw new BadYearFile(problems.slice(0, 20).join('\n'))
  }
  const { year, papers, days } = checked.data
  const source = papers.join(' ') || `${year}`
  return {
    year,
    days: days
      .map(({ name, date, isOffDay }): StatutoryDay => {
        const kind = isOffDay ? 'off' : 'work'
        return { day: date, kind, label: name, source, fileYear: year }
      })
      .sort((a, b) => a.day.localeCompare(b.day)),
  }
}

/** The file as a whole is refused. */
export class BadYearFile extends Error {
  readonly code = 'bad-year-file'
}

/** The same for the same days, whatever the file looks like. */
export function digestOfYear({ year, days }: StatutoryYear): string {
  const text = [year, ...days.map(({ day, kind, label }) => `${day} ${kind} ${label}`)].join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** What a question about this year is about. */
export function subjectOfYear(year: StatutoryYear): string {
  return `${year.year}-${digestOfYear(year)}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadYearFile(`file: not JSON (${(error as Error).message})`)
  }
}
