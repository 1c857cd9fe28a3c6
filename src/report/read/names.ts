/** What keys of figures are called: kinds, leaves, buildings, teams. */
import type { Tx } from '../../database/open-database.ts'
import type { Rules } from '../../desk/rules.ts'
import { KINDS, type TicketKind } from '../../desk/tickets/kinds.ts'

export interface Names {
  kind(key: string): string
  /** The whole path of a leaf: 给排水 / 漏水渗水. */
  leaf(key: string): string
  /** The ids from the root of the tree down to a leaf. */
  line(key: string): readonly string[]
  building(key: string): string
  /** Of a team that is no more: its id is no name, so empty. */
  team(key: string): string
  /** Ids of the tree from top to bottom: the order in which leaves are listed. */
  readonly leaves: readonly string[]
}

export async function readNames(
  tx: Tx,
  { projectId, rules }: { readonly projectId: string; readonly rules: Rules },
): Promise<Names> {
  const nodes = await tx.selectFrom('category_node').select(['id', 'path']).orderBy('id').execute()
  const buildings = await tx
    .selectFrom('building')
    .select(['code', 'name'])
    .where('projectId', '=', projectId)
    .execute()
  const teams = await tx
    .selectFrom('team')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .execute()
  const paths = new Map([
    ...nodes.map(({ id, path }) => [id, path] as const),
    ...rules.categories.all.map(({ id, path }) => [id, path] as const),
  ])
  const buildingNames = new Map(buildings.map(({ code, name }) => [code, name]))
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]))
  const retired = nodes.filter(({ id }) => !rules.categories.byId.has(id))
  return {
    kind: (key) => (isKind(key) ? rules.categories.kinds[key].words : key),
    leaf: (key) => paths.get(key) ?? key,
    line: (key) => rules.categories.byId.get(key)?.line ?? [key],
    building: (key) => buildingNames.get(key) ?? key,
    team: (key) => teamNames.get(key) ?? '',
    leaves: [...rules.categories.all.map(({ id }) => id), ...retired.map(({ id }) => id)],
  }
}

function isKind(key: string): key is TicketKind {
  return (KINDS as readonly string[]).includes(key)
}
