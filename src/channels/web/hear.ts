/** Takes in what a visitor sends: the page's copy and the inbox item are one commit, once per id. */
import type { Database, Tx } from '../../database/open-database.ts'
import { type Address, conversationIdOf, type Incoming, type IncomingContent } from '../channel.ts'
import { countSince, isWritten, type LogDeps, writeMessage } from './message-log.ts'
import type { WebChatRules } from './rules.ts'
import type { Shown } from './shown.ts'

export interface HearDeps extends LogDeps {
  readonly db: Database
  readonly rules: WebChatRules
  /** Keeps messages durably inside `tx`. */
  readonly keep: (incoming: readonly Incoming[], tx: Tx) => Promise<void>
  /** Something was kept and committed. */
  readonly kept: () => void
}

export interface FromVisitor {
  readonly from: Address
  /** Made by the page; a repeat with the same one is the same message. */
  readonly id: string
  readonly shown: Shown
  readonly content: IncomingContent
}

export type HeardAnswer = 'kept' | 'repeated' | 'too-fast'

/** What `hear` would answer now, before anything is stored for it; another message may still come between. */
export function wouldHear(
  deps: HearDeps,
  { from, id }: Pick<FromVisitor, 'from' | 'id'>,
): Promise<HeardAnswer> {
  return deps.db.transaction().execute(async (tx) => {
    const conversationId = conversationIdOf(from)
    if (await isWritten(tx, keyOf(conversationId, id))) return 'repeated'
    return (await isTooFast(deps, tx, conversationId, 1)) ? 'too-fast' : 'kept'
  })
}

/** Once this resolves with `kept` or `repeated` the message is not lost any more. */
export async function hear(deps: HearDeps, message: FromVisitor): Promise<HeardAnswer> {
  const { from, shown, content } = message
  const conversationId = conversationIdOf(from)
  const key = keyOf(conversationId, message.id)
  const answer = await deps.db
    .transaction()
    .execute(async (tx): Promise<HeardAnswer> => {
      const { corpId } = from
      const one = { corpId, conversationId, key, author: 'visitor', content: shown } as const
      const place = await writeMessage(deps, tx, one)
      if (place === null) return 'repeated'
      // Counted behind the lock of the write, so that twenty at once are twenty.
      if (await isTooFast(deps, tx, conversationId, 0)) throw new TooFast()
      await deps.keep([{ key, from, sentAt: deps.clock.now(), content }], tx)
      return 'kept'
    })
    .catch((error: unknown) => {
      if (error instanceof TooFast) return 'too-fast' as const
      throw error
    })
  if (answer === 'kept') deps.kept()
  return answer
}

/** Undoes the write. */
class TooFast extends Error {}

function keyOf(conversationId: string, id: string): string {
  return `web/${conversationId}/${id}`
}

/** `more` are still to be written. */
async function isTooFast(
  { clock, rules }: HearDeps,
  tx: Tx,
  conversationId: string,
  more: number,
): Promise<boolean> {
  const now = clock.now().getTime()
  const inMinute = await countSince(tx, conversationId, new Date(now - 60_000))
  if (inMinute + more > rules.messages_per_minute) return true
  const inDay = await countSince(tx, conversationId, new Date(now - 86_400_000))
  return inDay + more > rules.messages_per_day
}

/** Somebody opened the chat for the first time: they are greeted once. */
export async function hearEntering(deps: HearDeps, from: Address): Promise<void> {
  const key = `web/${conversationIdOf(from)}/enter`
  const sentAt = deps.clock.now()
  await deps.db
    .transaction()
    .execute((tx) => deps.keep([{ key, from, sentAt, content: { kind: 'enter' } }], tx))
  deps.kept()
}
