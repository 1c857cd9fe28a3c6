/** The chat account behind a turn: what bindings and tries belong to. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { DeskError } from '../errors.ts'
import type { OwnerActor, Work } from '../work.ts'

export interface ChatAccount {
  readonly corpId: string
  readonly channel: string
  /** The platform's id of the person writing, the same on every account of the corp. */
  readonly userId: string
}

export function accountOf(actor: OwnerActor): ChatAccount {
  const [channel = ''] = actor.conversationId.split('/')
  return { corpId: actor.corpId, channel, userId: actor.userId }
}

/** @throws DeskError `owners-only` when a flow for staff calls what only owners do */
export function ownerOf(work: Work): OwnerActor {
  if (work.actor.kind === 'owner') return work.actor
  throw new DeskError('owners-only', `Only an owner's chat does this, not ${work.actor.kind}`)
}

/** Until the transaction ends nobody else tries or binds for this account: tries are counted one by one. */
export async function lockAccount(tx: Tx, account: ChatAccount): Promise<void> {
  const name = `binding/${account.corpId}/${account.channel}/${account.userId}`
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}
