/** Members of staff as the rest of the desk sees them. */
import type { Selectable } from 'kysely'
import type { Staff as StaffTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { adminMember, isLocalAdmin } from './local-admin.ts'
import type { Role, Skill, StaffKind } from './roles.ts'

export interface StaffMember {
  readonly id: string
  readonly corpId: string
  readonly projectId: string
  /** The id in the company directory. */
  readonly userId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly skills: readonly Skill[]
  readonly kind: StaffKind
  /** The firm they work for, of a contractor's people. */
  readonly contractorId: string | null
  /** Building codes; empty means all. */
  readonly areas: readonly string[]
  readonly teamId: string | null
  readonly maxOpen: number | null
  readonly phoneEnc: string | null
  readonly phoneLast4: string | null
}

/** The member with this id who has not left, the local administrator among them, or null. */
export async function findStaff(tx: Tx, staffId: string): Promise<StaffMember | null> {
  if (isLocalAdmin(staffId)) return await adminMember(tx, staffId)
  const row = await tx
    .selectFrom('staff')
    .selectAll()
    .where('id', '=', staffId)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  return row ? staffMember(row) : null
}

/** Everybody behind one directory id: one row for each project they work for. Ids compare without case. */
export async function staffOfUser(
  tx: Tx,
  corpId: string,
  userId: string,
): Promise<readonly StaffMember[]> {
  const rows = await tx
    .selectFrom('staff')
    .selectAll()
    .where('corpId', '=', corpId)
    .where((where) => where.fn('lower', ['userId']), '=', userId.toLowerCase())
    .where('leftAt', 'is', null)
    .orderBy('createdAt')
    .execute()
  return rows.map(staffMember)
}

export function staffMember(row: Selectable<StaffTable>): StaffMember {
  return {
    ...row,
    roles: row.roles as Role[],
    skills: row.skills as Skill[],
    kind: row.kind as StaffKind,
  }
}
