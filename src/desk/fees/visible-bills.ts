/** The unpaid bills a person may see: of their own rooms, by the rights of today. */
import { type SqlBool, sql } from 'kysely'
import { estateDay } from '../residents/estate-day.ts'
import { type Home, livesThere } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { byFirstDay } from './periods.ts'

export interface UnpaidBill {
  readonly roomId: string
  readonly itemName: string
  /** "2026-10" */
  readonly period: string
  readonly amountFen: number
  readonly paidFen: number
  readonly computed: string
  /** 'YYYY-MM-DD' */
  readonly dueAt: string | null
}

export interface BillQuestion {
  readonly homes: readonly Home[]
  /** Only fee items whose name or category holds one of these words. */
  readonly itemWords?: readonly string[]
  /** Only those without any of these. */
  readonly exceptWords?: readonly string[]
  readonly period?: string
}

/**
 * Unpaid and part-paid bills of the homes whose fees may be seen, oldest first. A tenant sees only bills
 * tenants pay; what the owner owes is the owner's matter (servicedesk.md A9). What somebody owed who has left
 * the room since is not the matter of who came after; of a tenant's debt the owner still hears.
 */
export async function visibleBills(work: Work, question: BillQuestion): Promise<UnpaidBill[]> {
  const homes = question.homes.filter((home) => home.canSeeFees)
  if (homes.length === 0) return []
  const isTenant = (home: Home) => home.relation === 'tenant'
  const whole = homes.filter((home) => !isTenant(home)).map((home) => home.roomId)
  const partly = homes.filter(isTenant).map((home) => home.roomId)
  const { itemWords = [], exceptWords = [], period } = question
  let query = work.tx
    .selectFrom('bill')
    .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
    .select(['bill.roomId', 'fee_item.name as itemName', 'bill.period', 'bill.amountFen'])
    .select(['bill.paidFen', 'bill.computed', 'bill.dueAt'])
    .where('bill.state', 'in', ['UNPAID', 'PART_PAID'])
    .where(
      sql<SqlBool>`(bill."roomId" = ANY (${whole}::text[])
        OR (bill."roomId" = ANY (${partly}::text[]) AND bill.payer = 'tenant'))`,
    )
    .where(
      sql<SqlBool>`(bill."payerPersonId" IS NULL
        OR (bill.payer = 'tenant' AND bill."roomId" = ANY (${whole}::text[]))
        OR EXISTS (SELECT 1 FROM occupancy WHERE occupancy."roomId" = bill."roomId"
          AND occupancy."personId" = bill."payerPersonId" AND ${livesThere(estateDay(work.now))}))`,
    )
    .orderBy('bill.period')
    .orderBy('fee_item.code')
    .orderBy('bill.id')
  if (itemWords.length > 0) query = query.where(named(itemWords))
  if (exceptWords.length > 0) query = query.where(sql<SqlBool>`NOT ${named(exceptWords)}`)
  if (period) query = query.where('bill.period', '=', period)
  return (await query.execute()).sort(byFirstDay)
}

function named(words: readonly string[]) {
  return sql<SqlBool>`EXISTS (SELECT 1 FROM unnest(${[...words]}::text[]) AS word
    WHERE strpos(concat_ws(' ', fee_item.name, fee_item.category), word) > 0)`
}
