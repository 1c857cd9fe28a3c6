/** Ends a binding: by the person themselves, or by staff who must say why. */
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import { accountOf, lockAccount, ownerOf } from './account.ts'
import { endBinding } from './activate-binding.ts'
import { type FoundRoom, findRoom, roomById } from './find-rooms.ts'
import { deciderFor } from './may-decide.ts'
import { sameName } from './occupants.ts'

export interface UnbindAnswer {
  readonly outcome: 'unbound' | 'not_bound'
  readonly roomLabel?: string
}

/** The asker's own binding to a room. */
export async function unbindOwn(work: Work, roomText: string): Promise<UnbindAnswer> {
  const account = accountOf(ownerOf(work))
  const room = await findRoom(work, ownerOf(work).projectId, roomText)
  if (!room) return { outcome: 'not_bound' }
  await lockAccount(work.tx, account)
  const binding = await work.tx
    .selectFrom('binding')
    .select(['id', 'corpId', 'projectId'])
    .where('corpId', '=', account.corpId)
    .where('channel', '=', account.channel)
    .where('externalUserId', '=', account.userId)
    .where('roomId', '=', room.id)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst()
  if (!binding) return { outcome: 'not_bound' }
  await end(work, binding, { room, reason: 'own-wish' })
  return { outcome: 'unbound', roomLabel: room.label }
}

/** One binding by its id; staff only. The account is told. */
export async function revokeBinding(
  work: Work,
  bindingId: string,
  reason: string,
): Promise<'revoked' | 'over' | 'not_allowed'> {
  const binding = await work.tx
    .selectFrom('binding')
    .select(['id', 'corpId', 'projectId', 'roomId', 'status', 'conversationId'])
    .where('id', '=', bindingId)
    .forUpdate()
    .executeTakeFirst()
  if (!binding) return 'not_allowed'
  const room = await roomById(work, binding.roomId)
  const { projectId } = binding
  const staff = await deciderFor(work, { projectId, buildingCode: room.buildingCode })
  if (!staff) return 'not_allowed'
  if (binding.status !== 'ACTIVE') return 'over'
  await end(work, binding, { room, reason })
  await work.tell.owner(work, binding.conversationId, {
    words: 'residents.revoked',
    values: { room: room.label },
    key: `binding-${binding.id}-revoked`,
    purpose: 'notice',
  })
  return 'revoked'
}

export interface RevokeAnswer {
  readonly outcome: 'revoked' | 'not_bound' | 'no_such_room' | 'not_allowed'
  readonly roomLabel?: string
  /** How many chat accounts lost the room. */
  readonly count?: number
}

/** Every chat account that acts for a room under one name; staff only. */
export async function revokeByName(
  work: Work,
  wish: { readonly room: string; readonly name: string; readonly reason: string },
): Promise<RevokeAnswer> {
  if (work.actor.kind !== 'staff') return { outcome: 'not_allowed' }
  const { projectId } = work.actor
  const room = await findRoom(work, projectId, wish.room)
  if (!room) return { outcome: 'no_such_room' }
  const staff = await deciderFor(work, { projectId, buildingCode: room.buildingCode })
  if (!staff) return { outcome: 'not_allowed' }
  const bindings = await work.tx
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.personId')
    .select(['binding.id', 'person.name'])
    .where('binding.roomId', '=', room.id)
    .where('binding.status', '=', 'ACTIVE')
    .execute()
  const named = bindings.filter((one) => sameName(one.name, wish.name))
  for (const { id } of named) await revokeBinding(work, id, wish.reason)
  const outcome = named.length > 0 ? 'revoked' : 'not_bound'
  return { outcome, roomLabel: room.label, count: named.length }
}

async function end(
  work: Work,
  binding: { readonly id: string; readonly corpId: string; readonly projectId: string },
  detail: { readonly room: FoundRoom; readonly reason: string },
): Promise<void> {
  await endBinding(work, binding.id)
  await audit(work, {
    action: 'binding.revoke',
    subject: { kind: 'binding', id: binding.id },
    corpId: binding.corpId,
    projectId: binding.projectId,
    detail: { room: detail.room.code, reason: detail.reason },
  })
}
