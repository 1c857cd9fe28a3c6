/** Takes due turns until none is left; a turn that fails is tried again, and at last handed to a person. */
import { isStaffChannel } from '../channels/channel.ts'
import { eachAtOnce } from '../database/each-at-once.ts'
import { lookedAt, someOf } from '../database/some-of.ts'
import { closeItems, type DueConversation, dueConversations, putOff } from '../inbox/due.ts'
import type { InboxRules } from '../inbox/rules.ts'
import { putOutgoing } from '../outbox/put.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import type { AsideDeps } from './asides.ts'
import { requestHandoff } from './handoffs.ts'
import { ownerInWords } from './owner-in-words.ts'
import { projectServed } from './project-served.ts'
import { type TurnDeps, TurnFailed, takeTurn } from './take-turn.ts'

export interface DrainTurnsDeps extends TurnDeps, AsideDeps {
  readonly clock: { now(): Date }
  readonly rules: InboxRules
  /** Conversations this process serves at the same time. */
  readonly width: number
  readonly onFailure: (conversationId: string, error: unknown) => void
}

/** Answers how many turns were tried. Once told to stop it finishes those in hand and begins no others. */
export async function drainTurns(deps: DrainTurnsDeps, stopping?: AbortSignal): Promise<number> {
  // Due but held by another process: passed over, so that those behind them do not wait for us.
  const held = new Set<string>()
  const { db, clock, width } = deps
  for (let tried = 0; ; ) {
    if (stopping?.aborted) return tried
    const due = await dueConversations(db, clock.now(), lookedAt(width) + held.size)
    const open = due.filter(({ id }) => !held.has(id))
    const pressing = open.filter(({ isPressing }) => isPressing)
    const others = open.filter(({ isPressing }) => !isPressing)
    const ours = [...pressing, ...someOf(others, width)]
    if (ours.length === 0) return tried
    const take = async ({ id }: DueConversation) => {
      if (await tryTurn(deps, id)) tried += 1
      else held.add(id)
    }
    await eachAtOnce(ours, width, take, stopping)
  }
}

async function tryTurn(deps: DrainTurnsDeps, conversationId: string): Promise<boolean> {
  try {
    return await takeTurn(deps, conversationId)
  } catch (error) {
    deps.onFailure(conversationId, error)
    if (!(error instanceof TurnFailed)) throw error
    await settleFailure(deps, error)
    return true
  }
}

async function settleFailure(deps: DrainTurnsDeps, failed: TurnFailed): Promise<void> {
  const attempts = Math.max(...failed.items.map((item) => item.attempts))
  const pauseMs = deps.rules.retry_ms[attempts]
  const ids = failed.items.map((item) => item.id)
  if (pauseMs !== undefined) {
    const at = new Date(deps.clock.now().getTime() + pauseMs)
    return putOff(deps.db, ids, at, String(failed.cause).slice(0, 500))
  }
  await giveToPerson(deps, failed.conversationId, ids)
}

/** The last try failed as well: say sorry, and let somebody look at what was said. */
async function giveToPerson(
  deps: DrainTurnsDeps,
  conversationId: string,
  ids: readonly string[],
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const work = deps.makeWork(tx, { kind: 'system', name: 'conversation' })
    const turnId = work.newId()
    await closeItems(tx, ids, { at: work.now, turnId, outcome: 'failed' })
    const to = await addressOfConversation(tx, conversationId)
    const text = deps.words.text('conversation.apology', {})
    const message = { kind: 'text' as const, text }
    await putOutgoing(work, { key: `turn-${turnId}-0`, to, message, purpose: 'reply' })
    const projectId = await projectServed(tx, to)
    if (isStaffChannel(to.channel) || !projectId) return
    const summary = deps.words.text('conversation.failed_summary', {})
    const person = await ownerInWords(work, deps.words, conversationId)
    const request = { queue: 'duty', reason: 'error', summary, ...person }
    await requestHandoff(work, { ...request, to, conversationId, projectId })
  })
}
