/** The row that says that people answer a project's owners, and who may say so. */
import type { Selectable } from 'kysely'
import type { BotPause } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import type { Work } from '../work.ts'

export type OpenPause = Pick<
  Selectable<BotPause>,
  'id' | 'startedAt' | 'until' | 'reason' | 'byStaffId'
>

/** The pause a project is in; nothing while its bot answers. One that is over in a moment still counts. */
export function openPause(tx: Tx, projectId: string): Promise<OpenPause | undefined> {
  return tx
    .selectFrom('bot_pause')
    .select(['id', 'startedAt', 'until', 'reason', 'byStaffId'])
    .where('projectId', '=', projectId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
}

/** The member doing this work, when one of the roles of rules/pauses.yaml is theirs. */
export async function mayPause({ tx, actor, rules }: Work): Promise<StaffMember | null> {
  if (actor.kind !== 'staff') return null
  const member = await findStaff(tx, actor.staffId)
  if (member?.projectId !== actor.projectId) return null
  return actsAs(member, rules.pauses.roles) ? member : null
}
