/** A message on its way out, as the parts of the outbox hand it to each other. */
import type { Selectable } from 'kysely'
import type { Address, Outgoing } from '../channels/channel.ts'
import type { OutboxItem as OutboxTable } from '../database/generated/tables.ts'
import type { Seals } from '../database/sealed.ts'
import { conversationOf } from './lane-of.ts'
import type { Purpose } from './put.ts'

export interface OutboxItem {
  readonly id: string
  readonly key: string
  readonly corpId: string
  readonly projectId: string | null
  readonly lane: string
  readonly conversationId: string
  readonly to: Address
  readonly message: Outgoing
  readonly purpose: Purpose
  readonly code: string | null
  readonly guard: Readonly<Record<string, unknown>> | null
  readonly attempts: number
  /** True when an earlier try may have arrived. */
  readonly repeated: boolean
}

export function outboxItem(
  row: Selectable<OutboxTable>,
  repeated: boolean,
  seals: Pick<Seals, 'openJson'>,
): OutboxItem {
  return {
    id: row.id,
    key: row.key,
    corpId: row.corpId,
    projectId: row.projectId,
    lane: row.lane,
    conversationId: conversationOf(row.lane),
    to: row.address as Address,
    message: seals.openJson(row.message) as Outgoing,
    purpose: row.purpose as Purpose,
    code: row.code,
    guard: row.guard as OutboxItem['guard'],
    attempts: row.attempts,
    repeated,
  }
}
