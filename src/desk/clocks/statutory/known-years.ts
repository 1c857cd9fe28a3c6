/** What is known of each year's statutory days: what came with the software, and what was brought in since. */
import type { Tx } from '../../../database/open-database.ts'
import { shippedYears } from './shipped-years.ts'
import { digestOfYear, readYearFile, type StatutoryYear } from './year-file.ts'

/** By year. What somebody brought in holds against what was shipped, the newest against those before. */
export async function knownYears(
  tx: Tx,
  folder?: string,
): Promise<ReadonlyMap<number, StatutoryYear>> {
  const known = new Map((await shippedYears(folder)).map((year) => [year.year, year]))
  const rows = await tx
    .selectFrom('holiday_year')
    .select('file')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  for (const { file } of rows) {
    const year = readYearFile(JSON.stringify(file))
    known.set(year.year, year)
  }
  return known
}

export interface Keeping {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
}

/**
 * Keeps the file of a year for every project of the installation: their managers are asked at their next look.
 * `known` when this is what is known already.
 * @throws BadYearFile
 */
export async function keepYear(
  { tx, now, newId }: Keeping,
  text: string,
): Promise<{ readonly outcome: 'kept' | 'known'; readonly year: StatutoryYear }> {
  const year = readYearFile(text)
  const before = (await knownYears(tx)).get(year.year)
  if (before && digestOfYear(before) === digestOfYear(year)) return { outcome: 'known', year }
  await tx
    .insertInto('holiday_year')
    .values({ id: newId(), year: year.year, file: text, createdAt: now })
    .execute()
  return { outcome: 'kept', year }
}
