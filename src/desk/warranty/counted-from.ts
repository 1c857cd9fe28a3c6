/** The day of the register from which a place's warranty counts. */
import type { Tx } from '../../database/open-database.ts'
import type { CountedFrom } from './rules.ts'

export interface Place {
  readonly projectId: string
  readonly roomId: string | null
  /** Of what neighbours share, the building it is in; null on the grounds of the estate. */
  readonly buildingCode: string | null
}

/** The first known day ('YYYY-MM-DD') of those a rule names; null when none of them is. */
export async function countedFrom(
  tx: Tx,
  place: Place,
  order: readonly CountedFrom[],
): Promise<string | null> {
  const days = await daysOf(tx, place)
  return order.map((name) => days[name]).find((day) => day !== null) ?? null
}

async function daysOf(tx: Tx, place: Place): Promise<Record<CountedFrom, string | null>> {
  const estate = await tx
    .selectFrom('project')
    .select(['completionDate', 'deliveryDate'])
    .where('id', '=', place.projectId)
    .executeTakeFirst()
  const room = place.roomId ? await roomOf(tx, place.roomId) : null
  const building = await tx
    .selectFrom('building')
    .select(['completionDate', 'deliveryDate'])
    .where('projectId', '=', place.projectId)
    .where((where) =>
      room ? where('id', '=', room.buildingId) : where('code', '=', place.buildingCode ?? ''),
    )
    .executeTakeFirst()
  return {
    'room-delivery': room?.handoverDate ?? null,
    'building-delivery': building?.deliveryDate ?? null,
    'building-completion': building?.completionDate ?? null,
    'estate-delivery': estate?.deliveryDate ?? null,
    'estate-completion': estate?.completionDate ?? null,
  }
}

async function roomOf(tx: Tx, id: string) {
  const room = tx.selectFrom('room').select(['handoverDate', 'buildingId']).where('id', '=', id)
  return (await room.executeTakeFirst()) ?? null
}
