/** Which customer groups a notice goes to: those whose name says that they are of its buildings, or of all owners. */
import { sql } from 'kysely'
import { normalBuilding, normalUnit } from '../residents/room-code.ts'
import type { Work } from '../work.ts'
import type { Audience, AudiencePart } from './audience.ts'

/** A group a notice may go to. */
export interface MeantGroup {
  readonly groupId: string
  readonly name: string
  /** In the directory, in small letters. */
  readonly userId: string
  readonly staffId: string
  readonly steward: string
}

/** A group a steward sends the notice to, and how many of the audience are told in it. */
export interface PlannedGroup extends MeantGroup {
  readonly people: number
}

/** Of the whole project, of a building, or of a unit: what a name such as 云锦花园3栋2单元业主群 says. */
type Scope = readonly { readonly building: string; readonly unit?: string }[]

const BUILDING = /([0-9A-Za-z]+)\s*(?:栋|号楼|幢|座|#)(?:\s*([0-9A-Za-z]+)\s*单元)?/g

/** The widest first: whoever is in several is told in the widest. Rooms and tags are told one by one. */
export async function meantGroups(
  work: Work,
  of: { readonly corpId: string; readonly projectId: string; readonly audience: Audience },
): Promise<readonly MeantGroup[]> {
  const meant = (await groupsOf(work, of)).filter(({ scope }) => isMeant(scope, of.audience.parts))
  return meant.sort(widestFirst).map(({ scope, ...group }) => group)
}

/**
 * Nobody is told twice, so a group in which everybody is told in a wider one is left out. `people` says of how many a
 * group is the widest; `groups` come the widest first.
 */
export function toldGroups(
  groups: readonly MeantGroup[],
  people: ReadonlyMap<string, number>,
): readonly PlannedGroup[] {
  const told: PlannedGroup[] = []
  for (const group of groups) {
    const inside = people.get(group.groupId) ?? 0
    const scope = scopeOf(group.name)
    // Strangers of the register read along in a group too: alone at its place, it is told in any case.
    const isFirstThere = !told.some((other) => covers(scopeOf(other.name), scope))
    if (inside > 0 || isFirstThere) told.push({ ...group, people: inside })
  }
  return told
}

async function groupsOf(
  work: Work,
  { corpId, projectId }: { readonly corpId: string; readonly projectId: string },
) {
  const rows = await work.tx
    .selectFrom('customer_group')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.corpId', '=', 'customer_group.corpId')
        .on(sql`lower(staff."userId")`, '=', sql.ref('customer_group.ownerId')),
    )
    .innerJoin('project', 'project.id', 'staff.projectId')
    .select(['customer_group.chatId as groupId', 'customer_group.name'])
    .select(['customer_group.ownerId as userId', 'staff.id as staffId', 'staff.name as steward'])
    .select('project.name as project')
    .select(({ selectFrom }) => [
      // A steward of several projects has groups of all of them, and buildings are numbered alike.
      selectFrom('staff as other')
        .select('other.id')
        .whereRef('other.corpId', '=', 'staff.corpId')
        .where(sql`lower(other."userId")`, '=', sql.ref('customer_group.ownerId'))
        .whereRef('other.projectId', '!=', 'staff.projectId')
        .where('other.leftAt', 'is', null)
        .limit(1)
        .as('elsewhere'),
    ])
    .where('customer_group.corpId', '=', corpId)
    .where('staff.projectId', '=', projectId)
    .where('staff.leftAt', 'is', null)
    .orderBy('customer_group.chatId')
    .execute()
  const known = await buildingsOf(work, projectId)
  const { whole_group_words: words } = work.rules.notices
  return rows
    .filter(({ name, project, elsewhere }) => elsewhere === null || name.includes(project))
    .map(({ project, elsewhere, ...row }) => ({ ...row, scope: scopeOf(row.name) }))
    .filter(({ name, scope }) =>
      scope.length === 0
        ? words.some((word) => name.includes(word))
        : scope.every(({ building }) => known.has(building)),
    )
}

async function buildingsOf(work: Work, projectId: string): Promise<ReadonlySet<string>> {
  const rows = await work.tx
    .selectFrom('building')
    .select('code')
    .where('projectId', '=', projectId)
    .execute()
  return new Set(rows.map(({ code }) => code))
}

/** Empty: the whole project. */
function scopeOf(name: string): Scope {
  return [...name.matchAll(BUILDING)].map(([, building = '', unit]) => ({
    building: normalBuilding(building),
    ...(unit !== undefined && { unit: normalUnit(unit) }),
  }))
}

function isMeant(scope: Scope, parts: readonly AudiencePart[]): boolean {
  if (parts.some((part) => part.scope === 'project')) return true
  return scope.length > 0 && scope.every((place) => parts.some((part) => isInside(place, part)))
}

function isInside(place: Scope[number], part: AudiencePart): boolean {
  if (part.scope === 'building') return part.building === place.building
  return part.scope === 'unit' && part.building === place.building && part.unit === place.unit
}

/** Whether everybody of `scope` may be in a group of `wider`. */
function covers(wider: Scope, scope: Scope): boolean {
  if (wider.length === 0) return true
  return (
    scope.length > 0 &&
    scope.every(({ building, unit }) =>
      wider.some((one) => one.building === building && (one.unit ?? unit) === unit),
    )
  )
}

function widestFirst(one: { readonly scope: Scope }, two: { readonly scope: Scope }): number {
  return widthOf(two.scope) - widthOf(one.scope)
}

function widthOf(scope: Scope): number {
  if (scope.length === 0) return Number.MAX_SAFE_INTEGER
  return scope.reduce((sum, { unit }) => sum + (unit === undefined ? 100 : 1), 0)
}
