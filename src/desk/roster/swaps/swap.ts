/** 换班, 替班: one swap as it is kept, how it is locked, and how people read it. */
import type { Selectable } from 'kysely'
import type { RosterSwap } from '../../../database/generated/tables.ts'
import type { Tx } from '../../../database/open-database.ts'
import { audit } from '../../audit/audit.ts'
import { estateTime } from '../../residents/estate-day.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import { sayTime } from '../../tickets/say-time.ts'
import type { Work } from '../../work.ts'

export type SwapRow = Selectable<RosterSwap>

export const SWAP_TIMER = 'roster.swap-begins'

export function isPart({ fromStaffId, toStaffId }: SwapRow, { id }: StaffMember): boolean {
  return id === fromStaffId || id === toStaffId
}

export function swapSubject(id: string) {
  return { kind: 'swap', id }
}

/** Locked with both people in one order: two swaps of one person wait for each other. */
export async function lockSwap(tx: Tx, id: string): Promise<SwapRow | undefined> {
  const swap = await tx
    .selectFrom('roster_swap')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (swap) await lockPeople(tx, [swap.fromStaffId, swap.toStaffId])
  return swap
}

export async function lockPeople(tx: Tx, ids: readonly string[]): Promise<void> {
  const staff = tx
    .selectFrom('staff')
    .select('id')
    .where('id', 'in', [...ids])
  await staff.orderBy('id').forUpdate().execute()
}

/** Who gives the hours away, who takes them, when, and what is given back, in words. */
export async function swapWords(work: Work, swap: SwapRow) {
  const [from, to] = [
    await findStaff(work.tx, swap.fromStaffId),
    await findStaff(work.tx, swap.toStaffId),
  ]
  const { backStartAt, backEndAt } = swap
  return {
    from: from?.name ?? '',
    to: to?.name ?? '',
    hours: hoursWords(work, swap),
    back:
      backStartAt && backEndAt ? hoursWords(work, { startAt: backStartAt, endAt: backEndAt }) : '',
  }
}

/** 明天20:00-08:00 */
export function hoursWords(work: Work, span: { readonly startAt: Date; readonly endAt: Date }) {
  return `${sayTime(span.startAt, work.now)}-${estateTime(span.endAt)}`
}

export function auditSwap(work: Work, swap: SwapRow, action: string): Promise<void> {
  const { corpId, projectId, fromStaffId, toStaffId, startAt, endAt } = swap
  return audit(work, {
    action: `swap.${action}`,
    subject: swapSubject(swap.id),
    ...{ corpId, projectId, detail: { fromStaffId, toStaffId, startAt, endAt } },
  })
}
