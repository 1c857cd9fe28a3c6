/** Rooms, and owners whose chats are bound to them. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/database/open-database.ts'
import type { OwnerActor } from '../../../src/desk/work.ts'
import { PROJECT } from './staff.ts'

/** Makes a room like "3-2-501" with its building and unit, unless it is there. The id is the code's. */
export async function aRoom(db: Database, code: string, projectId = PROJECT): Promise<string> {
  const [building = '', unit = '', number = ''] = code.split('-')
  const id = `${projectId}/${code}`
  const buildingId = `${projectId}/${building}`
  const unitId = `${buildingId}/${unit}`
  await db
    .insertInto('building')
    .values({ id: buildingId, projectId, code: building, name: `${building}栋` })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('unit')
    .values({ id: unitId, projectId, buildingId, code: unit })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('room')
    .values({ id, projectId, buildingId, unitId, number, code, kind: 'residence' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return id
}

export interface SomeOwner {
  readonly user: string
  /** Codes of rooms; none makes a stranger. */
  readonly rooms?: readonly string[]
  readonly projectId?: string
}

/** A chat on the customer-service account; bound as owner when rooms are given. */
export async function anOwner(db: Database, some: SomeOwner): Promise<OwnerActor> {
  const { user, rooms = [], projectId = PROJECT } = some
  const conversationId = `wecom-kf/corp-1/kf-1/${user}`
  await db
    .insertInto('conversation')
    .values({
      id: conversationId,
      corpId: 'corp-1',
      channel: 'wecom-kf',
      account: 'kf-1',
      userId: user,
      createdAt: new Date('2026-01-01T00:00:00Z'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const personId = rooms.length > 0 ? randomUUID() : null
  if (personId) {
    await db
      .insertInto('person')
      .values({ id: personId, corpId: 'corp-1', projectId, name: user, createdAt: new Date(0) })
      .execute()
  }
  for (const code of rooms) await moveIn(db, { personId: personId ?? '', code, projectId, user })
  return { kind: 'owner', corpId: 'corp-1', projectId, conversationId, userId: user, personId }
}

async function moveIn(
  db: Database,
  home: { personId: string; code: string; projectId: string; user: string },
): Promise<void> {
  const { personId, projectId, user } = home
  const roomId = await aRoom(db, home.code, projectId)
  const rights = { canSeeFees: true, canPay: true, canVote: true }
  await db
    .insertInto('occupancy')
    .values({
      id: randomUUID(),
      projectId,
      personId,
      roomId,
      relation: 'owner',
      validFrom: '2020-01-01',
      ...rights,
      source: 'import',
      createdAt: new Date(0),
    })
    .execute()
  await db
    .insertInto('binding')
    .values({
      id: randomUUID(),
      corpId: 'corp-1',
      projectId,
      channel: 'wecom-kf',
      externalUserId: user,
      conversationId: `wecom-kf/corp-1/kf-1/${user}`,
      personId,
      roomId,
      relation: 'owner',
      source: 'STAFF',
      status: 'ACTIVE',
      requestedAt: new Date(0),
      decidedAt: new Date(0),
    })
    .execute()
}
