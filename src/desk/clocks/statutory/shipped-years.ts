/** The statutory days of rules/holidays: what the State Council's notices make off, and what they make worked. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readYearFile, type StatutoryDay, type StatutoryYear } from './year-file.ts'

/** Beside `src` and beside the built `dist`. */
export const HOLIDAYS_FOLDER = fileURLToPath(new URL('../../../../rules/holidays', import.meta.url))

/**
 * The years of a folder, in order; one not yet announced has no days.
 * @throws BadYearFile when a file is not of holiday-cn's form
 */
export async function shippedYears(
  folder: string = HOLIDAYS_FOLDER,
): Promise<readonly StatutoryYear[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}\.json$/.test(name)).sort()
  return Promise.all(
    files.map(async (name) => readYearFile(await readFile(join(folder, name), 'utf8'))),
  )
}

/** All statutory days of a folder, by date. */
export async function readHolidays(
  folder: string = HOLIDAYS_FOLDER,
): Promise<readonly StatutoryDay[]> {
  const years = await shippedYears(folder)
  const byDay = new Map(years.flatMap(({ days }) => days).map((day) => [day.day, day]))
  return [...byDay.values()].sort((a, b) => a.day.localeCompare(b.day))
}
