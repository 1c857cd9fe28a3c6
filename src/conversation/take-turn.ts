/** One turn: what came in, what the talk decides, what the desk does and what is said, all in one transaction. */
import type { Address } from '../channels/channel.ts'
import type { Database, Tx } from '../database/open-database.ts'
import type { Work } from '../desk/work.ts'
import { burstDueAt } from '../inbox/burst.ts'
import { closeItems, type OpenItem, openItems } from '../inbox/due.ts'
import { askedMeanwhile } from '../outbox/asked-meanwhile.ts'
import { type AsideDeps, dealWithAside } from './asides.ts'
import type { Conversation } from './conversation.ts'
import type { Handling } from './handoff-record.ts'
import { NOTHING_DONE, type TalkDeps, talk } from './talk.ts'
import { AdviceWanted, type Adviser, openAdvice } from './understanding/advice.ts'

export interface TurnDeps extends Omit<TalkDeps, 'understander'>, AsideDeps {
  readonly db: Database
  /** The outside model; null when there is none. */
  readonly adviser: Adviser | null
}

/**
 * Takes the due turn of one conversation, if it is ours to take: the row's lock lets one process in, the others
 * pass on. Nothing is visible before the commit, everything after it.
 * @returns whether a turn was taken
 * @throws TurnFailed with the items it tried, everything undone
 */
export async function takeTurn(deps: TurnDeps, conversationId: string): Promise<boolean> {
  const advice = deps.adviser && openAdvice(deps.adviser)
  for (;;) {
    try {
      return await takeOnce({ ...deps, understander: advice?.understander }, conversationId)
    } catch (error) {
      if (!advice || !(error instanceof AdviceWanted)) throw error
      await advice.fetch(error)
    }
  }
}

async function takeOnce(deps: TurnDeps & TalkDeps, conversationId: string): Promise<boolean> {
  let items: readonly OpenItem[] = []
  try {
    return await deps.db.transaction().execute(async (tx) => {
      const work = deps.makeWork(tx, { kind: 'system', name: 'conversation' })
      // Together on their way, one after the other in the database: what is read is read behind the lock.
      const [conversation, due] = await Promise.all([
        lockConversation(tx, conversationId),
        dueItems(work, conversationId),
      ])
      if (!conversation || due.length === 0) return false
      items = due
      await deal(deps, work, conversation, items)
      return true
    })
  } catch (error) {
    if (error instanceof AdviceWanted) throw error
    throw items.length > 0 ? new TurnFailed(conversationId, items, error) : error
  }
}

export class TurnFailed extends Error {
  readonly conversationId: string
  readonly items: readonly OpenItem[]

  constructor(conversationId: string, items: readonly OpenItem[], cause: unknown) {
    super(`A turn of ${conversationId} failed`, { cause })
    this.name = 'TurnFailed'
    this.conversationId = conversationId
    this.items = items
  }
}

/** NO KEY UPDATE: new messages refer to the row and must not wait for the turn. */
async function lockConversation(tx: Tx, id: string): Promise<Conversation | null> {
  const row = await tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!row) return null
  const { corpId, account, userId, session } = row
  const channel = row.channel as Address['channel']
  const address = { corpId, channel, account, user: userId }
  return { id, address, session, handling: row.handling as Handling }
}

/** The burst that is over. It never reaches over a question we asked in between: what came before answers the old one. */
async function dueItems(work: Work, conversationId: string): Promise<readonly OpenItem[]> {
  const [open, askedAt] = await Promise.all([
    openItems(work, conversationId),
    askedMeanwhile(work.tx, conversationId, work.now),
  ])
  if (open.length === 0 || burstDueAt(open) > work.now) return []
  return askedAt ? open.filter((item) => item.receivedAt <= askedAt) : open
}

async function deal(
  deps: TalkDeps & AsideDeps,
  work: Work,
  conversation: Conversation,
  items: readonly OpenItem[],
): Promise<void> {
  const turnId = work.newId()
  const forTalk: OpenItem[] = []
  for (const item of items) {
    const isAside = await dealWithAside(deps, work, conversation, item)
    if (!isAside) forTalk.push(item)
  }
  const { silent, remembered } =
    forTalk.length > 0
      ? await talk(deps, work, conversation, { turnId, items: forTalk })
      : NOTHING_DONE
  const end = { at: work.now, turnId }
  const isSilent = new Set(silent)
  const done = items.map((item) => item.id).filter((id) => !isSilent.has(id))
  await Promise.all([
    closeItems(work.tx, done, { ...end, outcome: 'done' }),
    closeItems(work.tx, silent, { ...end, outcome: 'silent' }),
    work.tx
      .updateTable('conversation')
      .set((set) => ({ turns: set('turns', '+', 1), lastTurnAt: work.now, ...remembered }))
      .where('id', '=', conversation.id)
      .execute(),
  ])
}
