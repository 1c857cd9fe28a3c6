/** Makes the Work of a transaction: what every piece of desk work is handed. */
import type { Clock } from '../database/clock.ts'
import type { Tx } from '../database/open-database.ts'
import type { Actor, Work } from '../desk/work.ts'

export type WorkMaker = (tx: Tx, actor: Actor, now?: Date) => Work

/** `now` is asked once a work, so that everything in it happened at one moment. */
export function openWorkMaker(
  parts: Omit<Work, 'tx' | 'now' | 'actor'> & { readonly clock: Clock },
): WorkMaker {
  const { clock, ...rest } = parts
  return (tx, actor, now) => ({ ...rest, tx, actor, now: now ?? clock.now() })
}
