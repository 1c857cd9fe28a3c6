/** Keeps the platform's tags of building and unit in step with where people are bound. */
import type { Database } from '../../database/open-database.ts'
import { estateDay } from '../residents/estate-day.ts'
import { livesThere } from '../residents/homes-of.ts'
import type { ContactPlatform, PlatformTag } from './platform.ts'
import type { ContactRules } from './rules.ts'

export interface TaggingDeps {
  readonly db: Database
  readonly platform: ContactPlatform
  readonly corpId: string
  readonly now: () => Date
  readonly rules: ContactRules
}

interface Tag {
  readonly group: string
  readonly name: string
}

/**
 * Adds the tags a customer lacks and takes away those of our groups they should not have; others are the company's
 * own and stay. `only` is one person; done again it changes nothing.
 * @throws SendRefused when the platform refuses
 */
export async function stepTags(deps: TaggingDeps, only?: string): Promise<number> {
  const { db, corpId } = deps
  const contacts = await db
    .selectFrom('contact')
    .select(['userId', 'externalUserId', 'tagIds'])
    .where('corpId', '=', corpId)
    .$if(only !== undefined, (query) => query.where('externalUserId', '=', only ?? ''))
    .orderBy('userId')
    .orderBy('externalUserId')
    .execute()
  if (contacts.length === 0) return 0
  const wanted = await wantedTags(deps, only)
  const known = await withMissing(deps, [...wanted.values()].flat())
  const groups = await ourGroups(deps)
  let changed = 0
  for (const { userId, externalUserId, tagIds } of contacts) {
    const ids = (wanted.get(externalUserId) ?? []).flatMap((tag) => idOf(known, tag) ?? [])
    const ours = known.filter(({ group }) => groups.has(group)).map(({ id }) => id)
    const add = ids.filter((id) => !tagIds.includes(id))
    const remove = tagIds.filter((id) => ours.includes(id) && !ids.includes(id))
    if (add.length + remove.length === 0) continue
    await deps.platform.markTags({ userId, externalUserId, add, remove })
    const left = [...tagIds.filter((id) => !remove.includes(id)), ...add]
    await keepTags(deps, { userId, externalUserId, tagIds: left })
    changed++
  }
  return changed
}

async function keepTags(
  { db, corpId }: TaggingDeps,
  of: { readonly userId: string; readonly externalUserId: string; readonly tagIds: string[] },
): Promise<void> {
  await db
    .updateTable('contact')
    .set({ tagIds: of.tagIds })
    .where('corpId', '=', corpId)
    .where('userId', '=', of.userId)
    .where('externalUserId', '=', of.externalUserId)
    .execute()
}

/** By person: building and unit of every home they are bound to today. */
async function wantedTags(
  { db, corpId, now, rules }: TaggingDeps,
  only: string | undefined,
): Promise<ReadonlyMap<string, readonly Tag[]>> {
  const rows = await db
    .selectFrom('binding')
    .innerJoin('occupancy', (join) =>
      join
        .onRef('occupancy.personId', '=', 'binding.personId')
        .onRef('occupancy.roomId', '=', 'binding.roomId'),
    )
    .innerJoin('room', 'room.id', 'binding.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .innerJoin('project', 'project.id', 'binding.projectId')
    .select(['binding.externalUserId', 'project.name as project'])
    .select(['building.name as building', 'unit.code as unit'])
    .where('binding.corpId', '=', corpId)
    .where('binding.channel', '=', 'wecom-kf')
    .where('binding.status', '=', 'ACTIVE')
    .where(livesThere(estateDay(now())))
    .$if(only !== undefined, (query) => query.where('binding.externalUserId', '=', only ?? ''))
    .execute()
  const wanted = new Map<string, Tag[]>()
  for (const { externalUserId, ...home } of rows) {
    const tags = Object.values(rules.tags).map(({ group, name }) => ({
      group: filled(group, home),
      name: filled(name, home),
    }))
    wanted.set(externalUserId, [...(wanted.get(externalUserId) ?? []), ...tags])
  }
  return wanted
}

/** The groups the rules name, of every project of the company: only in these anything is taken away. */
async function ourGroups({ db, corpId, rules }: TaggingDeps): Promise<ReadonlySet<string>> {
  const projects = await db
    .selectFrom('project')
    .select('name')
    .where('corpId', '=', corpId)
    .execute()
  return new Set(
    projects.flatMap(({ name: project }) =>
      Object.values(rules.tags).map(({ group }) =>
        filled(group, { project, building: '', unit: '' }),
      ),
    ),
  )
}

/** Every tag of the platform, with those made that were wanted and missing. */
async function withMissing(deps: TaggingDeps, wanted: readonly Tag[]): Promise<PlatformTag[]> {
  const known = [...(await deps.platform.tags())]
  for (const group of new Set(wanted.map((tag) => tag.group))) {
    const names = wanted.filter((tag) => tag.group === group).map(({ name }) => name)
    const missing = [...new Set(names)].filter((name) => !idOf(known, { group, name }))
    for (let from = 0; from < missing.length; from += MOST_AT_ONCE)
      known.push(...(await deps.platform.addTags(group, missing.slice(from, from + MOST_AT_ONCE))))
  }
  return known
}

/** wecom.md 7.2. */
const MOST_AT_ONCE = 100

function idOf(known: readonly PlatformTag[], { group, name }: Tag): string | undefined {
  return known.find((tag) => tag.group === group && tag.name === name)?.id
}

/** Names on the platform have at most 30 characters. */
function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  const text = pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return [...text].slice(0, 30).join('')
}
