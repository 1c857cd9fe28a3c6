/** The stays of some rooms as the register knows them. */
import type { Relation } from '../../residents/relations.ts'
import type { Applying } from './context.ts'
import type { KnownStay } from './plan-stays.ts'

export interface RightedStay extends KnownStay {
  readonly roomId: string
  readonly canSeeFees: boolean
  readonly canPay: boolean
  readonly canVote: boolean
}

/** By room, current and past, the latest begun first. */
export async function loadStays(
  applying: Applying,
  roomIds: readonly string[],
): Promise<ReadonlyMap<string, RightedStay[]>> {
  const stays = new Map<string, RightedStay[]>()
  if (roomIds.length === 0) return stays
  const rows = await applying.tx
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .selectAll('occupancy')
    .where('occupancy.roomId', 'in', [...roomIds])
    .where('person.deletedAt', 'is', null)
    .orderBy('occupancy.validFrom', 'desc')
    .orderBy('occupancy.id')
    .execute()
  for (const row of rows) {
    const stay = { ...row, relation: row.relation as Relation }
    const ofRoom = stays.get(row.roomId)
    if (ofRoom) ofRoom.push(stay)
    else stays.set(row.roomId, [stay])
  }
  return stays
}
