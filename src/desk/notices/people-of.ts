/** The people of an audience as the register knows them today, and the chat accounts they are reached by. */
import { type Expression, type SqlBool, sql } from 'kysely'
import { estateDay } from '../residents/estate-day.ts'
import { livesThere } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import type { Audience, AudiencePart } from './audience.ts'

export interface NoticePerson {
  readonly personId: string
  readonly roomId: string
  readonly buildingCode: string
  /** Null for somebody bound to no chat. */
  readonly externalUserId: string | null
}

/** Everybody who lives in or owns a room of the audience, once, by their first room there. */
export async function peopleOf(
  work: Work,
  projectId: string,
  audience: Audience,
): Promise<NoticePerson[]> {
  const rows = await work.tx
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .leftJoin('binding', (join) =>
      join
        .onRef('binding.personId', '=', 'person.id')
        .on('binding.status', '=', 'ACTIVE')
        .on('binding.channel', '=', 'wecom-kf'),
    )
    .select(['person.id as personId', 'room.id as roomId', 'building.code as buildingCode'])
    .select('binding.externalUserId')
    .where('room.projectId', '=', projectId)
    .where('person.deletedAt', 'is', null)
    .where(livesThere(estateDay(work.now)))
    .where((where) => where.or(audience.parts.map(isMeant)))
    // Of several chats of a person the newest binding is the one they use.
    .orderBy('room.code')
    .orderBy('binding.decidedAt', (by) => by.desc().nullsLast())
    .orderBy('occupancy.id')
    .execute()
  const first = new Map<string, NoticePerson>()
  for (const row of rows) if (!first.has(row.personId)) first.set(row.personId, row)
  return [...first.values()]
}

function isMeant(part: AudiencePart): Expression<SqlBool> {
  switch (part.scope) {
    case 'project':
      return sql<SqlBool>`true`
    case 'building':
      return sql<SqlBool>`building.code = ${part.building}`
    case 'unit':
      return sql<SqlBool>`(building.code = ${part.building} AND unit.code = ${part.unit})`
    case 'room':
      return sql<SqlBool>`room.id = ${part.roomId}`
    case 'tag':
      return sql<SqlBool>`EXISTS (SELECT 1 FROM contact
        WHERE contact."externalUserId" = binding."externalUserId"
          AND contact."corpId" = binding."corpId" AND contact."tagIds" && ${part.tagIds}::text[])`
  }
}
