/** Drafts of fee items each room owes by its own figures. */
import { amountFen, computedWords, type Monthly, monthlyAmount } from './amount.ts'
import type { Skip } from './bill-words.ts'
import { billedOtherwise, type ChargedRoom, chargedRooms } from './charged-rooms.ts'
import { chargedDays, type Draft, type Drafting, type Item, writeDrafts } from './drafting.ts'
import type { Formula } from './formulas.ts'
import { monthParts, type Span } from './periods.ts'

export type OwnFormula = Exclude<Formula, 'share_area' | 'share_household'>

/** How many rooms pay the item. */
export async function draftOwn(
  drafting: Drafting,
  item: Item,
  rule: OwnFormula,
  periods: readonly string[],
): Promise<number> {
  let count = 0
  for await (const rooms of chargedRooms(drafting, item)) {
    count += rooms.length
    const drafts = rooms.flatMap((room) => draftsOf(drafting, { item, rule, room, periods }))
    await writeDrafts(drafting, item, drafts)
  }
  return count
}

interface Asked {
  readonly item: Item
  readonly rule: OwnFormula
  readonly room: ChargedRoom
  readonly periods: readonly string[]
}

function draftsOf(drafting: Drafting, { item, rule, room, periods }: Asked): Draft[] {
  const due = duePeriods(drafting, item, room, periods)
  const [first] = due
  if (!first) return []
  const monthly = monthlyAmount(rule, { ...room, ...item }, drafting.rules.fees)
  const skip = (reason: Skip) =>
    drafting.skips.add({ reason, room: room.code, item: item.name, periods: due.map(periodOfDue) })
  if (typeof monthly === 'string') {
    skip(monthly)
    return []
  }
  const drafts = due.map((one) => draftOf(drafting, { item, rule, room, monthly, due: one }))
  if (drafts.includes(null)) skip('too_large')
  return drafts.filter((draft) => draft !== null)
}

interface Due {
  readonly period: string
  readonly days: Span
}

const periodOfDue = ({ period }: Due) => period

/** The periods in which the room pays and has no bill yet. */
function duePeriods(
  drafting: Drafting,
  item: Item,
  room: ChargedRoom,
  periods: readonly string[],
): Due[] {
  const asked = item.kind === 'one-off' ? oncePeriod(drafting, item, room, periods) : periods
  return asked.flatMap((period): Due[] => {
    const days = chargedDays(room, period)
    if (!days || room.bills.some((bill) => bill.period === period)) return []
    const other = billedOtherwise(room, period, days)
    if (other === null) return [{ period, days }]
    const skip = { room: room.code, item: item.name, periods: [period] }
    drafting.skips.add({ reason: 'billed_otherwise', ...skip }, { other })
    return []
  })
}

/** What is owed once is owed in the month it begins. */
function oncePeriod(
  drafting: Drafting,
  item: Item,
  room: ChargedRoom,
  months: readonly string[],
): string[] {
  if (room.bills.length > 0) return []
  if (room.from === null) {
    const skip = { room: room.code, item: item.name, periods: [] }
    drafting.skips.add({ reason: 'no_start', ...skip })
    return []
  }
  const month = room.from.slice(0, 7)
  return months.includes(month) ? [month] : []
}

/** Null when the amount is more than a bill can hold. */
function draftOf(
  { rules }: Drafting,
  bill: {
    readonly item: Item
    readonly rule: OwnFormula
    readonly room: ChargedRoom
    readonly monthly: Monthly
    readonly due: Due
  },
): Draft | null {
  const { item, rule, room, monthly, due } = bill
  const { period, days } = due
  const parts = item.kind === 'one-off' ? [ONCE] : monthParts(days)
  const fen = amountFen(monthly, parts)
  if (fen === null) return null
  const { grossArea, innerArea, rentFen } = room
  const { priceFen, fixedFen } = item
  const figures = { grossArea, innerArea, rentFen, priceFen, fixedFen }
  const details = { rule, ...figures, ...days, months: parts }
  const computed = computedWords(monthly, parts, rules.fees)
  return { room, period, days, amountFen: fen, computed, details }
}

/** Owed whole, whatever the day. */
const ONCE = { month: '', days: 1, of: 1 }
