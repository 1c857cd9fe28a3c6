/** What the board can be narrowed down to. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { projectsOf } from './board-scope.ts'

export interface BoardChoices {
  readonly projects: readonly { readonly id: string; readonly name: string }[]
  readonly buildings: readonly string[]
  /** Whoever works in these projects now. */
  readonly people: readonly { readonly id: string; readonly name: string }[]
}

const MOST = 500

export async function boardChoices(
  { tx }: Pick<Work, 'tx'>,
  members: readonly StaffMember[],
): Promise<BoardChoices> {
  const ids = projectsOf(members)
  const projects = await tx
    .selectFrom('project')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .orderBy('name')
    .execute()
  const buildings = await tx
    .selectFrom('building')
    .select('code')
    .distinct()
    .where('projectId', 'in', ids)
    .limit(MOST)
    .execute()
  const people = await tx
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('projectId', 'in', ids)
    .where('leftAt', 'is', null)
    .orderBy('name')
    .limit(MOST)
    .execute()
  const byNumber = (a: string, b: string) => a.localeCompare(b, 'zh-CN', { numeric: true })
  return { projects, buildings: buildings.map(({ code }) => code).toSorted(byNumber), people }
}
