/** Drafts of an amount that all rooms of a fee item share: by area or by household, and by the days of each. */
import { amountFen, scaled } from './amount.ts'
import { filled, type Skip } from './bill-words.ts'
import { type ChargedRoom, chargedRooms } from './charged-rooms.ts'
import { chargedDays, type Draft, type Drafting, type Item, writeDrafts } from './drafting.ts'
import { dayCount, monthParts, type Span } from './periods.ts'
import { splitFen } from './split-fen.ts'
import { bareDecimal, yuanOfRate } from './yuan.ts'

type SharedFormula = 'share_area' | 'share_household'

interface Sharer {
  readonly room: ChargedRoom
  readonly days: Span
}

/** How many rooms share the item. */
export async function draftShares(
  drafting: Drafting,
  item: Item,
  rule: SharedFormula,
  periods: readonly string[],
): Promise<number> {
  const rooms: ChargedRoom[] = []
  for await (const page of chargedRooms(drafting, item)) rooms.push(...page)
  const gaps = gatherGaps()
  for (const period of periods) {
    const sharers = rooms.flatMap((room): Sharer[] => {
      const days = chargedDays(room, period)
      return days ? [{ room, days }] : []
    })
    if (sharers.length === 0 || !isComplete(gaps, { item, rule, period, sharers })) continue
    await writeDrafts(drafting, item, sharesOf(drafting, { item, rule, period, sharers }))
  }
  for (const gap of gaps.all()) drafting.skips.add({ ...gap, item: item.name })
  return rooms.length
}

interface Sharing {
  readonly item: Item
  readonly rule: SharedFormula
  readonly period: string
  readonly sharers: readonly Sharer[]
}

interface Gap {
  readonly reason: Skip
  readonly room: string | null
  readonly periods: string[]
}

interface Gaps {
  add(reason: Skip, room: string | null, period: string): void
  all(): Iterable<Gap>
}

/** What keeps one room from its share keeps it month after month: said once, with all periods. */
function gatherGaps(): Gaps {
  const gaps = new Map<string, Gap>()
  return {
    add(reason, room, period) {
      const gap = gaps.get(`${reason}/${room}`) ?? { reason, room, periods: [] }
      gap.periods.push(period)
      gaps.set(`${reason}/${room}`, gap)
    },
    all: () => gaps.values(),
  }
}

/** One unknown area makes every share wrong; what was shared once is not shared again. */
function isComplete(gaps: Gaps, { item, rule, period, sharers }: Sharing): boolean {
  const unbilled = sharers.filter(({ room }) => !room.bills.some((one) => one.period === period))
  if (unbilled.length < sharers.length) {
    for (const { room } of unbilled) gaps.add('shared_already', room.code, period)
    return false
  }
  if (!item.fixedFen) {
    gaps.add('no_amount', null, period)
    return false
  }
  const unknown = rule === 'share_area' ? sharers.filter(({ room }) => !areaOf(room)) : []
  for (const { room } of unknown) gaps.add('no_area', room.code, period)
  if (unknown.length > 0) gaps.add('share_waits', null, period)
  return unknown.length === 0
}

function sharesOf(drafting: Drafting, { item, rule, period, sharers }: Sharing): Draft[] {
  const wholeDays = chargedDays({ from: item.validFrom, to: item.validTo }, period)
  const monthly = { millionths: BigInt(item.fixedFen ?? 0) * 1_000_000n, words: '' }
  const total = wholeDays ? amountFen(monthly, monthParts(wholeDays)) : 0
  if (total === null) {
    drafting.skips.add({ reason: 'too_large', room: null, item: item.name, periods: [period] })
    return []
  }
  const weights = sharers.map(
    ({ room, days }) => BigInt(dayCount(days)) * (rule === 'share_area' ? areaOf(room) : 1n),
  )
  const shares = splitFen(total, weights)
  const area = sharers.reduce((sum, { room }) => sum + areaOf(room), 0n)
  const all = rule === 'share_area' ? yuanOfRate(String(area)) : sharers.length
  const { computed } = drafting.rules.fees.bills
  return sharers.map(({ room, days }, index) => ({
    room,
    period,
    days,
    amountFen: shares[index] ?? 0,
    computed: filled(computed[rule], {
      ...{ total: yuanOfRate(String(total)), all },
      area: bareDecimal(room.grossArea ?? '0'),
    }),
    details: { rule, totalFen: total, weight: String(weights[index]), ...days },
  }))
}

/** Hundredths of a square metre; 0 where it is not known. */
function areaOf({ grossArea }: ChargedRoom): bigint {
  return grossArea === null ? 0n : scaled(grossArea, 2)
}
