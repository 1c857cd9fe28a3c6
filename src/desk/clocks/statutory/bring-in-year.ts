/** Keeps a year's file and has every project look at it at once. */
import { type Keeping, keepYear } from './known-years.ts'
import { lookNow } from './look-at-years.ts'

/** @throws BadYearFile */
export async function bringInYear(at: Keeping, text: string): Promise<'kept' | 'known'> {
  const { outcome } = await keepYear(at, text)
  if (outcome === 'kept') await lookNow(at)
  return outcome
}
