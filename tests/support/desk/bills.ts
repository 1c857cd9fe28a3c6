/** Fee items and bills for a test. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/database/open-database.ts'
import { aRoom } from './homes.ts'
import { PROJECT } from './staff.ts'

export interface SomeBill {
  readonly room: string
  readonly item?: string
  readonly period: string
  readonly amountFen: number
  readonly paidFen?: number
  readonly payer?: 'owner' | 'tenant'
  readonly state?: string
  readonly computed?: string
  readonly dueAt?: string
  readonly projectId?: string
}

export async function aBill(db: Database, some: SomeBill): Promise<string> {
  const { room, item = '物业费', period, amountFen, paidFen = 0, projectId = PROJECT } = some
  const roomId = await aRoom(db, room, projectId)
  const feeItemId = `${projectId}/${item}`
  await db
    .insertInto('fee_item')
    .values({ id: feeItemId, projectId, code: item, name: item, kind: 'periodic', formula: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const id = randomUUID()
  await db
    .insertInto('bill')
    .values({
      id,
      projectId,
      roomId,
      feeItemId,
      period,
      amountFen,
      paidFen,
      payer: some.payer ?? 'owner',
      state: some.state ?? (paidFen > 0 ? 'PART_PAID' : 'UNPAID'),
      computed: some.computed ?? '建筑面积×单价',
      dueAt: some.dueAt ?? null,
      createdAt: new Date(0),
    })
    .execute()
  return id
}
