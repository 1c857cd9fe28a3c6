/** Why a ticket went to whom it went: the decisions as they were kept, for the desk's chat and pages. */
import type { Tx } from '../../database/open-database.ts'
import type { Work } from '../work.ts'
import type { DISPATCH_MODES, Dropped } from './rules.ts'

export interface Decision {
  readonly at: Date
  readonly mode: (typeof DISPATCH_MODES)[number]
  /** Names, the best first; empty when a dispatcher was called. */
  readonly chosen: readonly string[]
  /** Everybody who was thought of; without a reason they could have had it. */
  readonly considered: readonly {
    readonly name: string
    readonly weight: number
    readonly dropped?: Dropped
    /** What would have kept them out, were nobody in danger. */
    readonly despite?: Dropped
  }[]
}

/** All of a ticket, in their order. */
export async function decisionsOf(tx: Tx, ticketId: string): Promise<readonly Decision[]> {
  const rows = await tx
    .selectFrom('dispatch_decision')
    .select(['at', 'mode', 'chosen', 'considered'])
    .where('ticketId', '=', ticketId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ at, mode, chosen, considered }) => {
    const people = considered as unknown as (Decision['considered'][number] & { staffId: string })[]
    return {
      at,
      mode: mode as Decision['mode'],
      chosen: chosen.map((id) => people.find(({ staffId }) => staffId === id)?.name ?? ''),
      considered: people,
    }
  })
}

/** The reason as people read it: what kept somebody out, or what they have in hand. */
export function lineOfConsidered(
  work: Work,
  { name, weight, dropped, despite }: Decision['considered'][number],
): { readonly name: string; readonly weight: number; readonly dropped: string } {
  const { dropped: words, in_danger } = work.rules.tickets.dispatch
  if (despite) return { name, weight, dropped: `${words[despite]}（${in_danger}）` }
  return { name, weight, dropped: dropped ? words[dropped] : '' }
}
