/** The chats that may decide about money of a room today: who may pay for it, the owners first. */
import type { Work } from '../work.ts'
import { estateDay } from './estate-day.ts'
import { livesThere } from './homes-of.ts'
import { byStrength, type Relation } from './relations.ts'

export interface PayerChat {
  readonly conversationId: string
  readonly personId: string
  readonly relation: Relation
}

/** Only bound chats of people who live in or own the room today and may pay (servicedesk.md D2, Occupancy). */
export async function payersOfRoom(
  work: Pick<Work, 'tx' | 'now'>,
  roomId: string,
): Promise<PayerChat[]> {
  const rows = await work.tx
    .selectFrom('binding')
    .innerJoin('occupancy', (join) =>
      join
        .onRef('occupancy.personId', '=', 'binding.personId')
        .onRef('occupancy.roomId', '=', 'binding.roomId'),
    )
    .innerJoin('person', 'person.id', 'binding.personId')
    .select(['binding.conversationId', 'binding.personId', 'occupancy.relation'])
    .where('binding.roomId', '=', roomId)
    .where('binding.status', '=', 'ACTIVE')
    .where('occupancy.canPay', '=', true)
    .where('person.deletedAt', 'is', null)
    .where(livesThere(estateDay(work.now)))
    .orderBy('binding.decidedAt')
    .orderBy('binding.id')
    .execute()
  return rows
    .flatMap(({ conversationId, personId, relation }) =>
      conversationId && personId
        ? [{ conversationId, personId, relation: relation as Relation }]
        : [],
    )
    .sort((a, b) => byStrength(a.relation, b.relation))
}
