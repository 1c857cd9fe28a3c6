/** The local administrator as somebody who acts: a member of every project by an id of their own, and of no directory. */
import type { Tx } from '../../database/open-database.ts'
import type { Role, Skill, StaffKind } from './roles.ts'

export const LOCAL_ADMIN = 'local-admin'
/** How logs and pages name them. */
export const LOCAL_ADMIN_NAME = '本地管理员'

const PREFIX = `${LOCAL_ADMIN}-`

/** They have no chat and hold no ticket: nobody tells them, and nothing is given to them. */
export function isLocalAdmin(staffId: string): boolean {
  return staffId.startsWith(PREFIX)
}

/** What they are in each project as a member of staff (staff.ts), in a stable order. */
export async function adminMembers(tx: Tx) {
  const rows = await tx
    .selectFrom('project')
    .innerJoin('local_admin', (join) => join.onTrue())
    .select(['project.id', 'project.corpId'])
    .orderBy('project.id')
    .execute()
  return rows.map(({ id, corpId }) => ({
    id: `${PREFIX}${id}`,
    ...{ corpId, projectId: id, userId: '', name: LOCAL_ADMIN_NAME },
    // Looks after the board like a lead, and so sees no confidential complaint (rules/tickets.yaml, `seen_by`).
    roles: ['lead'] as readonly Role[],
    skills: [] as readonly Skill[],
    kind: 'own' as StaffKind,
    areas: [] as readonly string[],
    ...{ teamId: null, maxOpen: null, contractorId: null, phoneEnc: null, phoneLast4: null },
  }))
}

/** Null when there is no administrator, or no such project. */
export async function adminMember(tx: Tx, staffId: string) {
  return (await adminMembers(tx)).find(({ id }) => id === staffId) ?? null
}
