/** Who would be told by whom, and who would not, in numbers: the preview of a notice, and what its sending has frozen. */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import { type MeantGroup, meantGroups, type PlannedGroup, toldGroups } from './groups.ts'
import { type Planning, recipientsOf } from './recipients.ts'

/** The member who sends it to some of them. */
interface PlannedSteward {
  /** In the directory, in small letters. */
  readonly userId: string
  readonly staffId: string
  readonly name: string
  readonly people: number
}

export interface Plan {
  /** Told together, in groups their stewards have made. */
  readonly groups: readonly PlannedGroup[]
  readonly stewards: readonly PlannedSteward[]
  /** No customer of any steward of the project. */
  readonly noContact: number
  /** Had as many notices this month as the rules allow. */
  readonly overCap: number
}

export async function planNotice(work: Work, planning: Planning): Promise<Plan> {
  const groups = await meantGroups(work, planning)
  const chatIds = groups.map(({ groupId }) => groupId)
  const found = await sql<PlanRow>`
    SELECT "groupId", "userId", "staffId", name, part, state, count(*)::int AS people
      FROM ${recipientsOf(work, planning, chatIds)} recipient
     GROUP BY "groupId", "userId", "staffId", name, part, state ORDER BY min("roomCode")`.execute(
    work.tx,
  )
  return planOf(found.rows, groups)
}

/** The people who are told in the same way, or not told for the same reason. */
export interface PlanRow {
  readonly groupId: string | null
  readonly userId: string | null
  readonly staffId: string | null
  readonly name: string | null
  readonly part: number | null
  readonly state: 'unsent' | 'no_contact' | 'over_cap'
  readonly people: number
}

export function planOf(rows: readonly PlanRow[], groups: readonly MeantGroup[]): Plan {
  const inGroups = sums(rows, ({ groupId }) => groupId)
  const alone = rows.filter(({ groupId, state }) => groupId === null && state === 'unsent')
  const stewards = new Map<string, PlannedSteward>()
  for (const { userId, staffId, name, people } of alone) {
    const known = stewards.get(userId ?? '')
    const sum = (known?.people ?? 0) + people
    const steward = { userId: userId ?? '', staffId: staffId ?? '', name: name ?? '' }
    stewards.set(steward.userId, { ...steward, people: sum })
  }
  const untold = sums(rows, ({ state }) => state)
  return {
    groups: toldGroups(groups, inGroups),
    stewards: [...stewards.values()],
    noContact: untold.get('no_contact') ?? 0,
    overCap: untold.get('over_cap') ?? 0,
  }
}

function sums(
  rows: readonly PlanRow[],
  of: (row: PlanRow) => string | null,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) {
    const key = of(row)
    if (key !== null) found.set(key, (found.get(key) ?? 0) + row.people)
  }
  return found
}
