/** The fees of a month: what was billed for it and came in, and what is still owed from before (servicedesk.md A10). */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { daysOf } from '../../desk/fees/periods.ts'
import type { ReportMonth } from '../month.ts'

export interface FeesOfItem {
  readonly item: string
  /** Bills whose period begins in the month: how many, how many of them paid whole, fen owed and fen paid so far. */
  readonly bills: number
  readonly paidBills: number
  readonly billedFen: number
  readonly paidFen: number
  /** Fen still owed of periods that began before, as it stands now. */
  readonly arrearsFen: number
  /** Fen of such bills that came in during the month. */
  readonly recoveredFen: number
}

interface PeriodSums extends Omit<FeesOfItem, 'arrearsFen'> {
  readonly period: string
}

/** By fee item, in the order of their names; items nothing was billed for are not listed. Drafts and cancelled bills count nowhere. */
export async function readFees(
  tx: Tx,
  { projectId, month }: { readonly projectId: string; readonly month: ReportMonth },
): Promise<readonly FeesOfItem[]> {
  const { rows } = await sql<PeriodSums>`
    SELECT i.name AS item, CASE b.source WHEN 'ticket' THEN left(b."fromDay", 7) ELSE b.period END AS period, count(*)::int AS bills,
           (count(*) FILTER (WHERE b."paidFen" >= b."amountFen"))::int AS "paidBills",
           sum(b."amountFen")::float8 AS "billedFen", sum(b."paidFen")::float8 AS "paidFen",
           coalesce(sum(p.fen), 0)::float8 AS "recoveredFen"
      FROM bill b
      JOIN fee_item i ON i.id = b."feeItemId"
      LEFT JOIN (SELECT a."billId", sum(a."amountFen") AS fen
                   FROM fee_payment p JOIN fee_allocation a ON a."paymentId" = p.id
                  WHERE p."projectId" = ${projectId} AND p."paidOn" >= ${month.from} AND p."paidOn" < ${month.to}
                  GROUP BY a."billId") p ON p."billId" = b.id
     WHERE b."projectId" = ${projectId} AND b.state IN ('UNPAID', 'PART_PAID', 'PAID')
     GROUP BY 1, 2`.execute(tx)
  const items = [...new Set(rows.map(({ item }) => item))].sort()
  return items
    .map((item) => feesOf(item, rows, month))
    .filter((one) => one.bills > 0 || one.arrearsFen > 0 || one.recoveredFen > 0)
}

function feesOf(item: string, rows: readonly PeriodSums[], month: ReportMonth): FeesOfItem {
  const own = rows.filter((row) => row.item === item)
  const first = ({ period }: PeriodSums) => daysOf(period)?.from ?? ''
  const current = own.filter((row) => first(row) >= month.from && first(row) < month.to)
  const earlier = own.filter((row) => first(row) < month.from)
  const sum = (of: readonly PeriodSums[], value: (row: PeriodSums) => number) =>
    of.reduce((total, row) => total + value(row), 0)
  return {
    item,
    bills: sum(current, (row) => row.bills),
    paidBills: sum(current, (row) => row.paidBills),
    billedFen: sum(current, (row) => row.billedFen),
    paidFen: sum(current, (row) => row.paidFen),
    arrearsFen: sum(earlier, (row) => row.billedFen - row.paidFen),
    recoveredFen: sum(earlier, (row) => row.recoveredFen),
  }
}

/** Fen that came in during the month by the day of payment, whatever for. */
export async function readIncome(
  tx: Tx,
  { projectId, month }: { readonly projectId: string; readonly month: ReportMonth },
): Promise<number> {
  const { fen } = await tx
    .selectFrom('fee_payment')
    .select(sql<number>`coalesce(sum("amountFen"), 0)::float8`.as('fen'))
    .where('projectId', '=', projectId)
    .where('paidOn', '>=', month.from)
    .where('paidOn', '<', month.to)
    .executeTakeFirstOrThrow()
  return fen
}
