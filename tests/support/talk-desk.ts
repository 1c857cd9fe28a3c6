/** Talks on a real database without a platform: what owners write is kept and heard, what is answered stands in the outbox. */
import { randomUUID } from 'node:crypto'
import type { Outgoing } from '../../src/channels/channel.ts'
import { sendsNeeded } from '../../src/channels/wecom/kf-drafts.ts'
import { drainTurns } from '../../src/conversation/drain-turns.ts'
import { type OpenTalk, openTalk, type TalkParts } from '../../src/conversation/open-talk.ts'
import { readAllRules } from '../../src/conversation/read-all-rules.ts'
import type { Database } from '../../src/database/open-database.ts'
import { seedClocks } from '../../src/desk/clocks/seed-clocks.ts'
import { keepIncoming } from '../../src/inbox/keep.ts'
import { openTestDatabase } from './database.ts'
import { anOwner, aRoom } from './desk/homes.ts'
import { PROJECT } from './desk/staff.ts'
import { handClock } from './hand-clock.ts'
import { testSeals } from './seals.ts'

export interface TalkDesk {
  readonly db: Database
  readonly talk: OpenTalk
  readonly clock: ReturnType<typeof handClock>
  /** An owner of these rooms; the name is the chat's id as well. */
  owner(user: string, ...rooms: readonly string[]): Promise<void>
  /** Says things one after another, each in a turn of its own; what the desk answered since, one text a message. */
  say(user: string, ...texts: readonly string[]): Promise<readonly string[]>
  /** Says something and takes the message back afterwards. */
  takesBack(user: string, text: string): Promise<void>
  /** Opens the chat: one greeting may be sent, by a code. */
  opens(user: string): Promise<void>
  /** Sends a photo. */
  photo(user: string): Promise<readonly string[]>
  advance(minutes: number): void
  close(): Promise<void>
}

export function conversationOf(user: string): string {
  return `wecom-kf/corp-1/kf-1/${user}`
}

/** Monday 30 November 2026, 10:00 in Shanghai. */
const MONDAY_TEN = '2026-11-30T10:00:00+08:00'

export async function openTalkDesk(more: Partial<TalkParts> = {}): Promise<TalkDesk> {
  const { db, close } = await openTestDatabase()
  const rules = await readAllRules(null)
  const clock = handClock(MONDAY_TEN)
  await db
    .insertInto('project')
    .values({
      id: PROJECT,
      corpId: 'corp-1',
      code: 'P1',
      name: '云锦花园',
      servicePhone: '0571-88000001',
      createdAt: new Date(0),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const talk = await openTalk({
    db,
    clock,
    newId: randomUUID,
    seals: testSeals,
    links: {
      ticketPage: (id, staffId) => `https://desk.test/${id}/${staffId}`,
      ownTicket: (id, conversationId) => `https://desk.test/o/${id}/${conversationId}`,
    },
    rules,
    flowFolder: new URL('../../flows', import.meta.url).pathname,
    appAccountOf: () => '1000002',
    sendsNeeded,
    payLinks: null,
    understander: null,
    ...more,
  })
  await db
    .transaction()
    .execute((tx) => seedClocks(talk.makeWork(tx, { kind: 'system', name: 'test' }), PROJECT))
  let heard = '0'
  const keep = async (
    user: string,
    content: Parameters<typeof keepIncoming>[1][number]['content'],
    key: string = randomUUID(),
  ) => {
    const from = { corpId: 'corp-1', channel: 'wecom-kf' as const, account: 'kf-1', user }
    await keepIncoming(db, [{ key, from, sentAt: clock.now(), content }], {
      clock,
      newId: randomUUID,
      rules: rules.inbox,
      seals: testSeals,
      isUrgent: talk.isUrgent,
    })
    clock.set(new Date(clock.now().getTime() + 60_000))
    await drainTurns({
      ...talk.turns,
      width: 2,
      onFailure: (_id, error) => {
        throw error
      },
    })
  }
  const answers = async (user: string) => {
    const rows = await db
      .selectFrom('outbox_item')
      .select(['seq', 'message'])
      .where('lane', '=', conversationOf(user))
      .where('seq', '>', heard)
      .orderBy('seq')
      .execute()
    heard = String(rows.at(-1)?.seq ?? heard)
    return rows.map(({ message }) => textOf(testSeals.openJson(message) as Outgoing))
  }
  return {
    db,
    talk,
    clock,
    async owner(user, ...rooms) {
      for (const room of rooms) await aRoom(db, room)
      await anOwner(db, { user, rooms })
    },
    async say(user, ...texts) {
      for (const text of texts) await keep(user, { kind: 'text', text })
      return await answers(user)
    },
    async takesBack(user, text) {
      const key = randomUUID()
      await keep(user, { kind: 'text', text }, key)
      await keep(user, { kind: 'recalled', recalledKey: key })
    },
    async opens(user) {
      await keep(user, { kind: 'enter', welcomeCode: randomUUID() })
    },
    async photo(user) {
      await keep(user, { kind: 'media', media: 'image', mediaId: randomUUID() })
      return await answers(user)
    },
    advance: (minutes) => clock.set(new Date(clock.now().getTime() + minutes * 60_000)),
    close,
  }
}

/** What a person reads of it: the words, and the options one a line. */
function textOf(message: Outgoing): string {
  const text = 'text' in message ? String(message.text) : message.kind
  const options = 'options' in message ? message.options.map(({ label }) => label) : []
  return [text, ...options].join('\n')
}
