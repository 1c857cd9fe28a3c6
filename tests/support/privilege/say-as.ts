/** Lets anybody of the cast, or any address at all, write to a whole desk on the database of a test. */
import { randomUUID } from 'node:crypto'
import type { Address, IncomingContent, Outgoing } from '../../../src/channels/channel.ts'
import { conversationIdOf } from '../../../src/channels/channel.ts'
import { sendsNeeded } from '../../../src/channels/wecom/kf-drafts.ts'
import { drainTurns } from '../../../src/conversation/drain-turns.ts'
import { openTalk } from '../../../src/conversation/open-talk.ts'
import { readAllRules } from '../../../src/conversation/read-all-rules.ts'
import type { Session } from '../../../src/dialogue/run/session.ts'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import type { TicketDesk } from '../desk/ticket-desk.ts'
import { handClock } from '../hand-clock.ts'
import { testSeals } from '../seals.ts'

interface Said {
  /** The flows that were begun, ended ones among them. */
  readonly flows: readonly string[]
  /** All that was answered to whoever wrote, menus with their tokens. */
  readonly answers: readonly Outgoing[]
  readonly text: string
}

export interface Talker {
  /** In a talk that has not begun yet, whatever was said before. */
  say(from: Address, content: IncomingContent): Promise<Said>
}

export async function openTalker(desk: TicketDesk): Promise<Talker> {
  const { db } = desk
  const clock = handClock(desk.now().toISOString())
  const rules = await readAllRules(null)
  const talk = await openTalk({
    ...{ db, clock, newId: randomUUID, seals: testSeals, rules, sendsNeeded },
    links: {
      ticketPage: (id, staffId) => `https://desk.test/${id}/${staffId}`,
      ownTicket: (id, conversationId) => `https://desk.test/o/${id}/${conversationId}`,
    },
    flowFolder: new URL('../../../flows', import.meta.url).pathname,
    appAccountOf: () => '1000002',
    ...{ payLinks: null, understander: null },
  })
  const keeping = { clock, newId: randomUUID, rules: rules.inbox, seals: testSeals }
  return {
    async say(from, content) {
      const id = conversationIdOf(from)
      await db.updateTable('conversation').set({ session: null }).where('id', '=', id).execute()
      const before = await lastSent(id)
      const incoming = { key: randomUUID(), from, sentAt: clock.now(), content }
      await keepIncoming(db, [incoming], { ...keeping, isUrgent: talk.isUrgent })
      clock.set(new Date(clock.now().getTime() + 60_000))
      await drainTurns({
        ...{ ...talk.turns, width: 1 },
        onFailure: (_id, error) => {
          throw error
        },
      })
      const answers = await sentSince(id, before)
      return { flows: await flowsOf(id), answers, text: JSON.stringify(answers) }
    },
  }

  async function lastSent(lane: string): Promise<string> {
    const last = db.selectFrom('outbox_item').select('seq').where('lane', '=', lane)
    return String((await last.orderBy('seq', 'desc').executeTakeFirst())?.seq ?? '0')
  }

  async function sentSince(lane: string, seq: string): Promise<readonly Outgoing[]> {
    const rows = db.selectFrom('outbox_item').select('message').where('lane', '=', lane)
    const found = await rows.where('seq', '>', seq).orderBy('seq').execute()
    return found.map(({ message }) => testSeals.openJson(message) as Outgoing)
  }

  async function flowsOf(id: string): Promise<readonly string[]> {
    const row = db.selectFrom('conversation').select('session').where('id', '=', id)
    const sealed = (await row.executeTakeFirst())?.session
    if (!sealed) return []
    return Object.keys((testSeals.openJson(sealed) as Session).starts)
  }
}
