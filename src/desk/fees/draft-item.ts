/** Drafts of one fee item: which periods are due today, and by which kind of formula. */
import type { Skip } from './bill-words.ts'
import { draftOwn } from './draft-own.ts'
import { draftShares } from './draft-shares.ts'
import type { Drafting, Item } from './drafting.ts'
import type { Formula } from './formulas.ts'
import { type Billing, daysOf, periodOf, periodsBetween } from './periods.ts'

export interface Asked {
  /** 'YYYY-MM' */
  readonly from: string
  /** 'YYYY-MM-DD' */
  readonly today: string
}

export async function draftItem(drafting: Drafting, item: Item, asked: Asked): Promise<void> {
  const { skips } = drafting
  const skip = (reason: Skip, periods: readonly string[] = []) =>
    skips.add({ reason, room: null, item: item.name, periods })
  const billing = item.kind === 'one-off' ? 'month' : ((item.billing ?? 'month') as Billing)
  if (item.rule === null) return skip('no_formula')
  if (billing === 'on_demand') return skip('on_demand')
  noteBeganBefore(drafting, item, { billing, from: asked.from })
  const periods = periodsBetween(asked.from, asked.today, billing).filter(
    (period) => !isPostpaid(item) || (daysOf(period)?.to ?? '') <= asked.today,
  )
  const rule = item.rule as Formula
  const rooms =
    rule === 'share_area' || rule === 'share_household'
      ? await draftShares(drafting, item, rule, periods)
      : await draftOwn(drafting, item, rule, periods)
  if (rooms === 0) skip('no_rooms')
}

/** Meters are read at the end. */
function isPostpaid({ payWhen, kind, rule }: Item): boolean {
  const isMetered = kind === 'metered' || rule === 'meter' || rule === 'usage'
  return payWhen === null ? isMetered : payWhen === 'postpaid'
}

function noteBeganBefore(
  { skips }: Drafting,
  item: Item,
  { billing, from }: { readonly billing: Exclude<Billing, 'on_demand'>; readonly from: string },
): void {
  const period = periodOf(from, billing)
  const start = daysOf(period)?.from.slice(0, 7) ?? from
  if (start === from) return
  skips.add({ reason: 'began_before', room: null, item: item.name, periods: [period] }, { start })
}
