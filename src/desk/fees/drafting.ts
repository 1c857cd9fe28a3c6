/** What the makers of drafts are handed, and how a draft is written: once for each room, fee item and period. */
import type { Insertable, Selectable } from 'kysely'
import type { Bill, FeeItem } from '../../database/generated/tables.ts'
import type { Work } from '../work.ts'
import { type ChargedRoom, payerOn } from './charged-rooms.ts'
import { daysOf, overlap, type Span } from './periods.ts'
import type { Skips } from './skips.ts'

export interface Drafting extends Pick<Work, 'tx' | 'now' | 'newId' | 'rules'> {
  readonly projectId: string
  readonly skips: Skips
  readonly made: Made
}

/** Grows as drafts are written. */
export interface Made {
  count: number
  fen: number
}

export type Item = Selectable<FeeItem>

export interface Draft {
  readonly room: ChargedRoom
  readonly period: string
  readonly days: Span
  readonly amountFen: number
  readonly computed: string
  readonly details: object
}

/** PostgreSQL takes 65,535 values in a statement. */
const CHUNK = 2_000

/** The days of a period in which a room pays; null when there are none. */
export function chargedDays(room: Pick<ChargedRoom, 'from' | 'to'>, period: string): Span | null {
  const whole = daysOf(period)
  if (!whole) return null
  return overlap(whole, { from: room.from ?? whole.from, to: room.to ?? whole.to })
}

/** The database keeps one for each room, item and period: a twin is no new bill. */
export async function writeDrafts(
  drafting: Drafting,
  item: Item,
  drafts: readonly Draft[],
): Promise<void> {
  for (let start = 0; start < drafts.length; start += CHUNK) {
    const rows = drafts.slice(start, start + CHUNK).map((draft) => rowOf(drafting, item, draft))
    const written = await drafting.tx
      .insertInto('bill')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['roomId', 'feeItemId', 'period']).doNothing())
      .returning('amountFen')
      .execute()
    drafting.made.count += written.length
    drafting.made.fen += written.reduce((sum, { amountFen }) => sum + amountFen, 0)
  }
}

function rowOf(drafting: Drafting, item: Item, draft: Draft): Insertable<Bill> {
  const { room, period, days, amountFen, computed, details } = draft
  const { payer, personId } = payerOn(room, days.from, item.payer)
  return {
    id: drafting.newId(),
    projectId: drafting.projectId,
    roomId: room.id,
    feeItemId: item.id,
    period,
    fromDay: days.from,
    toDay: days.to,
    amountFen,
    payer,
    payerPersonId: personId,
    state: 'DRAFT',
    computed,
    details: JSON.stringify(details),
    source: 'run',
    createdAt: drafting.now,
  }
}
