/** Everybody of a project who has one of some roles, on duty or not. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import type { Role } from './roles.ts'
import { type StaffMember, staffMember } from './staff.ts'
import { isOfTheHouse } from './supervises.ts'

/** In a stable order: who came first. */
export async function projectStaff(
  tx: Tx,
  projectId: string,
  roles: readonly Role[],
): Promise<StaffMember[]> {
  const rows = await tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .where(sql<SqlBool>`staff.roles && ${[...roles]}::text[]`)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(staffMember)
}

/** Those of the house: who decides and answers for something, whatever a firm's people are called. */
export async function houseStaff(
  ...of: Parameters<typeof projectStaff>
): Promise<readonly StaffMember[]> {
  return (await projectStaff(...of)).filter(isOfTheHouse)
}
