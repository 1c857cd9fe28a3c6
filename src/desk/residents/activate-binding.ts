/** Makes a binding count, whichever way it came: the account acts for the room, and the household hears of it. */
import { audit } from '../audit/audit.ts'
import { orderTagging } from '../contacts/order-tagging.ts'
import type { Work } from '../work.ts'
import type { ChatAccount } from './account.ts'
import type { Consent } from './consent.ts'
import { estateDay } from './estate-day.ts'
import { type FoundRoom, roomById } from './find-rooms.ts'
import { livesThere } from './homes-of.ts'
import { maskedName } from './masked.ts'
import { RELATION_WORDS, type Relation } from './relations.ts'

export interface NewBinding {
  readonly account: ChatAccount
  readonly projectId: string
  readonly conversationId: string
  readonly personId: string
  readonly name: string
  readonly roomId: string
  readonly relation: Relation
  readonly source: 'CODE' | 'APPLY'
  /** The application it grew from; its row is used on. */
  readonly applicationId?: string
  readonly consent?: Consent
  readonly decidedBy: string
}

/**
 * Binds an account to a person for a room; call it under `lockAccount`. Binding again to the same person
 * changes nothing and tells nobody; binding to another person of the room ends the old binding.
 */
export async function activateBinding(work: Work, binding: NewBinding): Promise<FoundRoom> {
  const room = await roomById(work, binding.roomId)
  const before = await activeOf(work, binding)
  if (before?.personId === binding.personId && !binding.applicationId) return room
  if (before) await endBinding(work, before.id)
  const id = await writeBinding(work, binding)
  await audit(work, {
    action: 'binding.activate',
    subject: { kind: 'binding', id },
    corpId: binding.account.corpId,
    projectId: binding.projectId,
    detail: {
      room: room.code,
      personId: binding.personId,
      relation: binding.relation,
      source: binding.source,
      consent: binding.consent?.version ?? null,
    },
  })
  const { corpId, userId: externalUserId } = binding.account
  const { projectId } = binding
  await orderTagging(work, { corpId, projectId, externalUserId, key: `${id}/bound` })
  await tellHousehold(work, { id, room, binding })
  return room
}

/** Ends one binding; who is told is the caller's business. */
export async function endBinding(work: Work, bindingId: string): Promise<void> {
  const ended = await work.tx
    .updateTable('binding')
    .set({ status: 'REVOKED', revokedAt: work.now })
    .where('id', '=', bindingId)
    .returning(['corpId', 'projectId', 'externalUserId'])
    .executeTakeFirstOrThrow()
  await orderTagging(work, { ...ended, key: `${bindingId}/ended` })
}

async function activeOf(work: Work, { account, roomId }: NewBinding) {
  return await work.tx
    .selectFrom('binding')
    .select(['id', 'personId'])
    .where('corpId', '=', account.corpId)
    .where('channel', '=', account.channel)
    .where('externalUserId', '=', account.userId)
    .where('roomId', '=', roomId)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst()
}

async function writeBinding(work: Work, binding: NewBinding): Promise<string> {
  const decided = {
    personId: binding.personId,
    relation: binding.relation,
    status: 'ACTIVE',
    decidedAt: work.now,
    decidedBy: binding.decidedBy,
  }
  if (binding.applicationId) {
    await work.tx
      .updateTable('binding')
      .set(decided)
      .where('id', '=', binding.applicationId)
      .execute()
    return binding.applicationId
  }
  const id = work.newId()
  const { account, consent } = binding
  await work.tx
    .insertInto('binding')
    .values({
      id,
      ...decided,
      corpId: account.corpId,
      channel: account.channel,
      externalUserId: account.userId,
      projectId: binding.projectId,
      conversationId: binding.conversationId,
      roomId: binding.roomId,
      source: binding.source,
      consentVersion: consent?.version ?? null,
      consentText: consent?.text ?? null,
      consentAt: consent ? work.now : null,
      requestedAt: work.now,
    })
    .execute()
  return id
}

/** Everybody else bound to the room hears that somebody joined: a stranger among them is noticed. */
async function tellHousehold(
  work: Work,
  { id, room, binding }: { id: string; room: FoundRoom; binding: NewBinding },
): Promise<void> {
  const { account } = binding
  const others = await work.tx
    .selectFrom('binding')
    .innerJoin('occupancy', (join) =>
      join
        .onRef('occupancy.personId', '=', 'binding.personId')
        .onRef('occupancy.roomId', '=', 'binding.roomId'),
    )
    .select('binding.conversationId')
    .distinct()
    .where('binding.roomId', '=', room.id)
    .where('binding.status', '=', 'ACTIVE')
    .where('binding.id', '<>', id)
    .where((where) =>
      where.not(
        where.and({
          'binding.corpId': account.corpId,
          'binding.channel': account.channel,
          'binding.externalUserId': account.userId,
        }),
      ),
    )
    .where(livesThere(estateDay(work.now)))
    .execute()
  for (const { conversationId } of others) {
    await work.tell.owner(work, conversationId, {
      words: 'residents.new_binding',
      values: {
        room: room.label,
        name: maskedName(binding.name),
        relation: RELATION_WORDS[binding.relation],
      },
      key: `binding-${id}-joined-${conversationId}`,
      purpose: 'notice',
    })
  }
}
