/** The statutory days of rules/holidays: what the State Council's notices make off, and what they make worked. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** A date that differs from its weekday, and the notice that says so. */
export interface StatutoryDay {
  /** "YYYY-MM-DD" */
  readonly day: string
  readonly kind: 'off' | 'work'
  readonly label: string
  readonly source: string
}

/** Beside `src` and beside the built `dist`. */
export const HOLIDAYS_FOLDER = fileURLToPath(new URL('../../../rules/holidays', import.meta.url))

/** The form of holiday-cn, one file a year; a year not yet announced has no papers and no days. */
const yearFile = z.object({
  year: z.number().int(),
  papers: z.array(z.string()),
  days: z.array(
    z.object({ name: z.string(), date: z.iso.date(), isOffDay: z.boolean() }).readonly(),
  ),
})

/**
 * All statutory days we know of, by date.
 * @throws when a file is not of holiday-cn's form
 */
export async function readHolidays(
  folder: string = HOLIDAYS_FOLDER,
): Promise<readonly StatutoryDay[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}\.json$/.test(name)).sort()
  const years = await Promise.all(
    files.map(async (name) =>
      yearFile.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    ),
  )
  const byDay = new Map(years.flatMap(statutoryDays).map((day) => [day.day, day]))
  return [...byDay.values()].sort((a, b) => a.day.localeCompare(b.day))
}

function statutoryDays(year: z.output<typeof yearFile>): StatutoryDay[] {
  const source = year.papers.join(' ') || `${year.year}`
  return year.days.map(({ name, date, isOffDay }) => ({
    day: date,
    kind: isOffDay ? 'off' : 'work',
    label: name,
    source,
  }))
}
