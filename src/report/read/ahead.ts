/** What is known of the next month: announced works and events, statutory days, certificates that run out. */
import type { Tx } from '../../database/open-database.ts'
import { knownYears } from '../../desk/clocks/statutory/known-years.ts'
import { addMonths } from '../../desk/fees/periods.ts'
import { estateInstant } from '../../desk/residents/estate-day.ts'

export interface Ahead {
  readonly notices: readonly {
    readonly title: string
    readonly kind: string
    readonly fromAt: Date
    readonly untilAt: Date | null
  }[]
  /** Days off and days worked instead, in order. */
  readonly days: readonly { readonly day: string; readonly label: string; readonly kind: string }[]
  /** False when nobody has brought in the year's days yet. */
  readonly isYearKnown: boolean
  readonly certificates: readonly {
    readonly name: string
    readonly kind: string
    readonly validTo: string
  }[]
}

/** `month` is the next one, 'YYYY-MM'. Certificates that have run out already are listed as well. */
export async function readAhead(
  tx: Tx,
  { projectId, month }: { readonly projectId: string; readonly month: string },
): Promise<Ahead> {
  const end = `${addMonths(month, 1)}-01`
  const notices = await tx
    .selectFrom('notice')
    .select(['title', 'kind', 'fromAt', 'untilAt'])
    .where('projectId', '=', projectId)
    .where('state', 'not in', ['REJECTED', 'WITHDRAWN'])
    .where('fromAt', '<', estateInstant(end, '00:00'))
    .where(
      (where) => where.fn.coalesce('untilAt', 'fromAt'),
      '>=',
      estateInstant(`${month}-01`, '00:00'),
    )
    .orderBy('fromAt')
    .execute()
  const years = await knownYears(tx)
  // The last days of a December stand in the next year's file (known-years.ts).
  const days = [...years.values()].flatMap((year) => year.days)
  const certificates = await tx
    .selectFrom('certificate')
    .innerJoin('staff', 'staff.id', 'certificate.staffId')
    .select(['staff.name', 'certificate.kind', 'certificate.validTo'])
    .where('certificate.projectId', '=', projectId)
    .where('staff.leftAt', 'is', null)
    .where('certificate.validTo', '<', end)
    .orderBy('certificate.validTo')
    .orderBy('staff.name')
    .execute()
  return {
    notices: notices.flatMap(({ fromAt, ...one }) => (fromAt ? [{ ...one, fromAt }] : [])),
    days: days
      .filter(({ day }) => day.startsWith(month))
      .toSorted((a, b) => a.day.localeCompare(b.day)),
    isYearKnown: (years.get(Number(month.slice(0, 4)))?.days.length ?? 0) > 0,
    certificates: certificates.flatMap(({ validTo, ...one }) =>
      validTo ? [{ ...one, validTo }] : [],
    ),
  }
}
