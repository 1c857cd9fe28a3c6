/** Projects, people of the register and chats that are bound to nobody yet. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/database/open-database.ts'
import type { Relation } from '../../../src/desk/residents/relations.ts'
import type { OwnerActor } from '../../../src/desk/work.ts'
import { testSeals } from '../seals.ts'
import { aRoom } from './homes.ts'
import { PROJECT } from './staff.ts'

export async function aProject(db: Database, id = PROJECT, corpId = 'corp-1'): Promise<string> {
  await db
    .insertInto('project')
    .values({ id, corpId, code: id, name: `小区${id}`, createdAt: new Date(0) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return id
}

export interface SomePerson {
  readonly name: string
  readonly phone?: string
  /** "3-2-501" */
  readonly room: string
  readonly relation?: Relation
  readonly from?: string
  readonly to?: string
  readonly canSeeFees?: boolean
  readonly source?: 'import' | 'apply'
  readonly projectId?: string
}

/** Somebody of a room in the register; the id. Bound to no chat. */
export async function aPerson(db: Database, some: SomePerson): Promise<string> {
  const { name, phone, room, relation = 'owner', projectId = PROJECT } = some
  const id = randomUUID()
  const roomId = await aRoom(db, room, projectId)
  await db
    .insertInto('person')
    .values({
      id,
      corpId: 'corp-1',
      projectId,
      name,
      ...(phone ? testSeals.phone(phone) : {}),
      createdAt: new Date(0),
    })
    .execute()
  await db
    .insertInto('occupancy')
    .values({
      id: randomUUID(),
      projectId,
      personId: id,
      roomId,
      relation,
      validFrom: some.from ?? '2020-01-01',
      validTo: some.to ?? null,
      canSeeFees: some.canSeeFees ?? true,
      canPay: true,
      canVote: relation === 'owner',
      source: some.source ?? 'import',
      createdAt: new Date(0),
    })
    .execute()
  return id
}

/** Binds a chat to a person of a room, as staff would have done. */
export async function aBinding(
  db: Database,
  some: { user: string; personId: string; room: string; projectId?: string; status?: string },
): Promise<OwnerActor> {
  const { user, personId, room, projectId = PROJECT } = some
  const actor = aChat(user, projectId)
  await db
    .insertInto('binding')
    .values({
      id: randomUUID(),
      corpId: 'corp-1',
      projectId,
      channel: 'wecom-kf',
      externalUserId: user,
      conversationId: actor.conversationId,
      personId,
      roomId: `${projectId}/${room}`,
      relation: 'owner',
      source: 'STAFF',
      status: some.status ?? 'ACTIVE',
      requestedAt: new Date(0),
      decidedAt: new Date(0),
    })
    .execute()
  return { ...actor, personId }
}

/** Somebody writing whom nobody knows. */
export function aChat(user: string, projectId = PROJECT): OwnerActor {
  const conversationId = `wecom-kf/corp-1/kf-${projectId}/${user}`
  return {
    kind: 'owner',
    corpId: 'corp-1',
    projectId,
    conversationId,
    userId: user,
    personId: null,
  }
}
