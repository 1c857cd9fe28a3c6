/** The tree of departments, and which of it an app may see. */
import type { DepartmentRow } from '../store/directory-rows.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'

/** Every corp has it. */
export const ROOT = 1

export function allDepartments(world: World): DepartmentRow[] {
  const root = { id: ROOT, parentId: 0, name: world.corp.name }
  return [root, ...world.tables.departments.all()]
}

export function departmentsOf(member: MemberRow): readonly number[] {
  return member.departments ?? [ROOT]
}

/** The departments an administrator has made visible to an app, and all below them. */
export function visibleTo(world: World, agentId: number): ReadonlySet<number> {
  return withAllBelow(world, visibleRoots(world, agentId))
}

/** These departments, as far as they exist, and all below them. */
export function withAllBelow(world: World, roots: readonly number[]): ReadonlySet<number> {
  const all = allDepartments(world)
  const parents = new Map(all.map(({ id, parentId }) => [id, parentId]))
  const isWithin = (id: number | undefined, steps: number): boolean => {
    if (id === undefined || steps > all.length) return false
    return roots.includes(id) || isWithin(parents.get(id), steps + 1)
  }
  return new Set(all.flatMap(({ id }) => (isWithin(id, 0) ? [id] : [])))
}

export function sees(world: World, agentId: number, member: MemberRow): boolean {
  const visible = visibleTo(world, agentId)
  return departmentsOf(member).some((id) => visible.has(id))
}

/** Only inside a transaction. */
export function setVisible(world: World, agentId: number, ids: readonly number[]): void {
  world.tables.settings.put(settingKey(agentId), { value: ids.join(',') })
}

function visibleRoots(world: World, agentId: number): readonly number[] {
  const value = world.tables.settings.get(settingKey(agentId))?.value
  if (value === undefined) return [ROOT]
  return String(value).split(',').filter(Boolean).map(Number)
}

function settingKey(agentId: number): string {
  return `visible/${agentId}`
}
