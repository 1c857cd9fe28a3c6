/** Collects why bills were not made: once for each room and fee item, the first ones in full. */
import { filled, type Skip } from './bill-words.ts'
import type { FeeRules } from './rules.ts'

export interface SkippedBill {
  readonly reason: Skip
  /** "1-1-1011"; null when it is so for all rooms. */
  readonly room: string | null
  readonly item: string
  /** Which periods; empty when it is so for all. */
  readonly periods: readonly string[]
  readonly message: string
}

export interface Skips {
  add(skip: Omit<SkippedBill, 'message'>, values?: Readonly<Record<string, string>>): void
  readonly listed: readonly SkippedBill[]
  count(): number
}

export function collectSkips(rules: FeeRules): Skips {
  const listed: SkippedBill[] = []
  let count = 0
  return {
    listed,
    add(skip, values = {}) {
      count++
      if (listed.length >= rules.bills.listed_skips) return
      listed.push({ ...skip, message: filled(rules.bills.skipped[skip.reason], values) })
    },
    count: () => count,
  }
}
