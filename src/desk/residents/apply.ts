/** A person asks to be bound by typing who they are: nothing is bound, the steward gets a card to decide on. */
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { openTask } from '../tasks/open-task.ts'
import type { OwnerActor, Work } from '../work.ts'
import { accountOf, type ChatAccount, lockAccount, ownerOf } from './account.ts'
import { taskKey } from './close-application.ts'
import type { Consent } from './consent.ts'
import { type FoundRoom, findRoom } from './find-rooms.ts'
import { homesOf } from './homes-of.ts'
import { maskedPhone } from './masked.ts'
import { matchRegister } from './register-match.ts'
import { RELATION_WORDS, type Relation } from './relations.ts'

export interface Application {
  readonly name: string
  readonly phone: string
  readonly room: string
  readonly relation: Relation
  readonly consent: Consent
}

export type ApplyAnswer =
  /** Said whether or not the register knows the name or the phone. */
  | { readonly outcome: 'received'; readonly roomLabel: string }
  | { readonly outcome: 'already_bound'; readonly roomLabel: string }
  | { readonly outcome: 'no_such_room' | 'too_many' }

const A_DAY_MS = 86_400_000

/** Asking twice for one room keeps the first application and answers the same. */
export async function applyForBinding(work: Work, wish: Application): Promise<ApplyAnswer> {
  const owner = ownerOf(work)
  const account = accountOf(owner)
  const room = await findRoom(work, owner.projectId, wish.room)
  if (!room) return { outcome: 'no_such_room' }
  await lockAccount(work.tx, account)
  const homes = await homesOf(work, account, owner.projectId)
  if (homes.some((home) => home.roomId === room.id)) {
    return { outcome: 'already_bound', roomLabel: room.label }
  }
  const recent = await recentApplications(work, account)
  const waiting = recent.filter((one) => one.status === 'PENDING')
  if (waiting.some((one) => one.roomId === room.id)) {
    return { outcome: 'received', roomLabel: room.label }
  }
  const { open_per_account, per_day } = work.rules.residents.application
  const today = recent.filter((one) => one.requestedAt.getTime() > work.now.getTime() - A_DAY_MS)
  if (waiting.length >= open_per_account || today.length >= per_day) return { outcome: 'too_many' }
  await openApplication(work, { owner, account, room, wish })
  return { outcome: 'received', roomLabel: room.label }
}

async function recentApplications(work: Work, account: ChatAccount) {
  const since = new Date(work.now.getTime() - A_DAY_MS)
  return await work.tx
    .selectFrom('binding')
    .select(['roomId', 'status', 'requestedAt'])
    .where('corpId', '=', account.corpId)
    .where('channel', '=', account.channel)
    .where('externalUserId', '=', account.userId)
    .where('source', '=', 'APPLY')
    .where((where) => where.or([where('status', '=', 'PENDING'), where('requestedAt', '>', since)]))
    .execute()
}

interface Opening {
  readonly owner: OwnerActor
  readonly account: ChatAccount
  readonly room: FoundRoom
  readonly wish: Application
}

async function openApplication(work: Work, opening: Opening): Promise<void> {
  const { owner, account, room, wish } = opening
  const id = work.newId()
  const sealed = work.seals.phone(wish.phone)
  await work.tx
    .insertInto('binding')
    .values({
      id,
      corpId: account.corpId,
      projectId: owner.projectId,
      channel: account.channel,
      externalUserId: account.userId,
      conversationId: owner.conversationId,
      roomId: room.id,
      relation: wish.relation,
      source: 'APPLY',
      status: 'PENDING',
      claimedName: wish.name,
      claimedPhoneEnc: sealed.phoneEnc,
      claimedPhoneHash: sealed.phoneHash,
      claimedPhoneLast4: sealed.phoneLast4,
      consentVersion: wish.consent.version,
      consentText: wish.consent.text,
      consentAt: work.now,
      requestedAt: work.now,
    })
    .execute()
  const claim = { roomId: room.id, name: wish.name, phoneHash: sealed.phoneHash }
  await askSteward(work, { id, opening, ...(await matchRegister(work, claim)) })
  const { days } = work.rules.residents.application
  const dueAt = new Date(work.now.getTime() + days * A_DAY_MS)
  await setTimer(work, { name: 'residents.application-over', key: id, dueAt, payload: {} })
}

async function askSteward(
  work: Work,
  asked: { readonly id: string; readonly opening: Opening; readonly match: string },
): Promise<void> {
  const { id, opening, match } = asked
  const { owner, account, room, wish } = opening
  await openTask(work, {
    kind: 'decide-binding',
    key: taskKey(id),
    corpId: account.corpId,
    projectId: owner.projectId,
    role: 'steward',
    buildingCode: room.buildingCode,
    values: {
      room: room.label,
      name: wish.name,
      phone: maskedPhone(wish.phone),
      relation: RELATION_WORDS[wish.relation],
      match,
    },
    subject: { kind: 'binding', id },
  })
  await audit(work, {
    action: 'binding.apply',
    subject: { kind: 'binding', id },
    corpId: account.corpId,
    projectId: owner.projectId,
    detail: { room: room.code, relation: wish.relation, match },
  })
}
