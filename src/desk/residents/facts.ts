/** Questions about rooms and homes that flows may ask in expressions. */
import type { Fact } from '../action.ts'
import type { Work } from '../work.ts'
import { accountOf } from './account.ts'
import { findRoom } from './find-rooms.ts'
import { type Home, homesOfActor } from './homes-of.ts'

const roomExists: Fact = {
  signature: 'room_exists(string): bool',
  answer: async (work, [text]) => (await roomOf(work, text)) !== null,
}

/** Of the asker's homes: says nothing about rooms of others, not even whether they exist. */
const roomOwned: Fact = {
  signature: 'room_owned(string): bool',
  answer: async (work, [text]) => (await homeNamed(work, text)) !== undefined,
}

const roomFeesVisible: Fact = {
  signature: 'room_fees_visible(string): bool',
  answer: async (work, [text]) => (await homeNamed(work, text))?.canSeeFees ?? false,
}

const isBound: Fact = {
  signature: 'is_bound(): bool',
  answer: async (work) => (await homesOfActor(work)).length > 0,
}

const roomCount: Fact = {
  signature: 'room_count(): int',
  answer: async (work) => (await homesOfActor(work)).length,
}

const bindingPending: Fact = {
  signature: 'binding_pending(): bool',
  async answer(work) {
    if (work.actor.kind !== 'owner') return false
    const { corpId, channel, userId } = accountOf(work.actor)
    const waiting = await work.tx
      .selectFrom('binding')
      .select('id')
      .where('corpId', '=', corpId)
      .where('channel', '=', channel)
      .where('externalUserId', '=', userId)
      .where('projectId', '=', work.actor.projectId)
      .where('status', '=', 'PENDING')
      .limit(1)
      .executeTakeFirst()
    return waiting !== undefined
  },
}

async function homeNamed(work: Work, text: unknown): Promise<Home | undefined> {
  const room = await roomOf(work, text)
  return room ? (await homesOfActor(work)).find((home) => home.roomId === room.id) : undefined
}

async function roomOf(work: Work, text: unknown) {
  if (work.actor.kind === 'system') return null
  return await findRoom(work, work.actor.projectId, String(text))
}

export const residentFacts: Readonly<Record<string, Fact>> = {
  room_exists: roomExists,
  room_owned: roomOwned,
  room_fees_visible: roomFeesVisible,
  is_bound: isBound,
  room_count: roomCount,
  binding_pending: bindingPending,
}
