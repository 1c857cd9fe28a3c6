/** Whether a fault is the developer's to mend: by its category, its place and the day on which it was reported. */
import { estateDay } from '../residents/estate-day.ts'
import { categoryOf } from '../tickets/categories.ts'
import type { Work } from '../work.ts'
import type { WarrantyClass } from './classes.ts'
import { countedFrom, type Place } from './counted-from.ts'
import { lastDayOf } from './last-day.ts'
import type { WarrantyRules } from './rules.ts'

/**
 * `none`: nothing of its kind is warranted. `within`, `over`: with the last day ('YYYY-MM-DD'). `no_day`: the register
 * does not say from when it counts. `cause`: it may be of two classes of which one is over.
 */
export type Verdict =
  | { readonly verdict: 'none' | 'no_day' }
  | { readonly verdict: 'within' | 'over' | 'cause'; readonly until: string }

export interface Fault extends Place {
  /** Id of a category. */
  readonly category: string
  readonly reportedAt: Date
}

/** What was reported in time stays the developer's, however late somebody looks at it (办法 art. 9). */
export async function judge(work: Work, fault: Fault): Promise<Verdict> {
  const { categories, warranty } = work.rules
  const category = categoryOf(categories, fault.category)
  if (category.warranty.length === 0) return { verdict: 'none' }
  const isShared = category.place === 'public' || fault.roomId === null
  const order = warranty.counts_from[isShared ? sharedPart(fault) : 'home']
  const from = await countedFrom(work.tx, fault, order)
  if (from === null) return { verdict: 'no_day' }
  return verdictOn(warranty, category.warranty, { from, day: estateDay(fault.reportedAt) })
}

/** What neighbours share is in a building, or on the grounds of the estate. */
function sharedPart({ roomId, buildingCode }: Place): 'public' | 'grounds' {
  return roomId === null && buildingCode === null ? 'grounds' : 'public'
}

/** Days are 'YYYY-MM-DD'; `day` is that of the report. */
export function verdictOn(
  rules: Pick<WarrantyRules, 'classes' | 'seasons'>,
  classes: readonly WarrantyClass[],
  { from, day }: { readonly from: string; readonly day: string },
): Verdict {
  const ends = classes.map((one) => lastDayOf(rules, one, from)).sort()
  const [first = ''] = ends
  const last = ends.at(-1) ?? ''
  if (day <= first) return { verdict: 'within', until: first }
  return day > last ? { verdict: 'over', until: last } : { verdict: 'cause', until: last }
}
