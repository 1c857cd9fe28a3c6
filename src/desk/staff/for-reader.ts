/** What a contractor's people read of words that others typed (servicedesk.md E3, art. 21: the phone masked). */
import { withoutPhones } from '../residents/masked.ts'
import type { StaffMember } from './staff.ts'
import { isOfTheHouse } from './supervises.ts'

/**
 * A text, or the values of a note or a page, as this member may read them: for a contractor's people every phone in
 * every string is masked; for the house nothing changes. Addresses of pages stay whole.
 */
export function forReader<Value>(member: Pick<StaffMember, 'kind'>, value: Value): Value {
  return isOfTheHouse(member) ? value : (masked(value) as Value)
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return /^https?:/.test(value) ? value : withoutPhones(value)
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(one)]))
}
