/** The people of an audience as the register knows them today, and the chat accounts they are reached by. */
import { type Expression, type SqlBool, sql } from 'kysely'
import { estateDay } from '../residents/estate-day.ts'
import { livesThere } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import type { Audience, AudiencePart } from './audience.ts'

/**
 * A query: everybody who lives in or owns a room of the audience, once, by their first room there. The chat account is
 * null for somebody bound to none.
 */
export function peopleOf(work: Work, projectId: string, audience: Audience) {
  return (
    residents(work, projectId)
      .innerJoin('building', 'building.id', 'room.buildingId')
      .innerJoin('unit', 'unit.id', 'room.unitId')
      .leftJoin('binding', (join) =>
        join
          .onRef('binding.personId', '=', 'person.id')
          .on('binding.status', '=', 'ACTIVE')
          .on('binding.channel', '=', 'wecom-kf'),
      )
      .distinctOn('person.id')
      .select(['person.id as personId', 'room.id as roomId', 'room.code as roomCode'])
      .select(['building.code as buildingCode', 'binding.externalUserId'])
      .where((where) => where.or(audience.parts.map(isMeant)))
      .orderBy('person.id')
      .orderBy('room.code')
      // Of several chats of a person the newest binding is the one they use.
      .orderBy('binding.decidedAt', (by) => by.desc().nullsLast())
      .orderBy('occupancy.id')
  )
}

/** How many people live in or own a room of the project. */
export async function countPeople(work: Work, projectId: string): Promise<number> {
  const { people } = await residents(work, projectId)
    .select((select) => select.fn.count<string>('person.id').distinct().as('people'))
    .executeTakeFirstOrThrow()
  return Number(people)
}

function residents(work: Work, projectId: string) {
  return work.tx
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .where('room.projectId', '=', projectId)
    .where('person.deletedAt', 'is', null)
    .where(livesThere(estateDay(work.now)))
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
