/** A notice: its row, and what may still be done with it. */
import type { Selectable } from 'kysely'
import type { Notice as NoticeTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import type { Subject } from '../work.ts'
import type { Audience } from './audience.ts'
import type { NoticeKind } from './rules.ts'

/** servicedesk.md D3. */
export type NoticeState =
  | 'IN_REVIEW'
  | 'SCHEDULED'
  | 'SENDING'
  | 'SENT'
  | 'PARTLY_FAILED'
  | 'REJECTED'
  | 'WITHDRAWN'

export interface NoticeRow extends Omit<Selectable<NoticeTable>, 'kind' | 'state' | 'audience'> {
  readonly kind: NoticeKind
  readonly state: NoticeState
  readonly audience: Audience
}

export const WITHDRAWABLE: readonly NoticeState[] = ['IN_REVIEW', 'SCHEDULED', 'SENDING']

export function noticeRow(row: Selectable<NoticeTable>): NoticeRow {
  return row as unknown as NoticeRow
}

/** Locked until the transaction ends. */
export async function lockNotice(tx: Tx, id: string): Promise<NoticeRow | null> {
  const row = await tx
    .selectFrom('notice')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? noticeRow(row) : null
}

export function noticeSubject(id: string): Subject {
  return { kind: 'notice', id }
}
