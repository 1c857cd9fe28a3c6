/** The owner's answer: mended (修好了) or not (没修好). */
import { isReporter } from '../tickets/is-reporter.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { type Reopened, reopenTicket } from '../tickets/reopen.ts'
import { confirmTicket, signature } from '../tickets/settle.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { settleCallback } from './settle-callback.ts'

/** `still_open`: it is being worked on. `over`: closed meanwhile. `not_yours`: somebody else reported it. */
export type FixedOutcome = 'ok' | 'already' | 'still_open' | 'over' | 'not_yours'

/** An answer after silence had confirmed the ticket counts: silence is forgotten. */
export async function answerFixed(work: Work, seen: TicketRow): Promise<FixedOutcome> {
  if (!isReporter(work, seen)) return 'not_yours'
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (ticket.state === 'CLOSED') return 'over'
  if (ticket.state === 'CONFIRMED') {
    if (ticket.closeCode === null) return 'already'
    await recordEvent(work, ticket, {
      kind: 'confirmed-late',
      set: { closeCode: null, ...signature(work) },
    })
  } else {
    const moved = await confirmTicket(work, ticket.id, null)
    if (moved.outcome === 'wrong_state') return 'still_open'
  }
  await settleCallback(work, ticket.id, ticket.completions, 'fixed')
  return 'ok'
}

export interface NotFixed {
  readonly outcome: Reopened['outcome'] | 'not_yours'
  readonly ticket: TicketRow
}

/** Opened again, to the same person first; see `reopenTicket` for its outcomes. */
export async function answerNotFixed(
  work: Work,
  seen: TicketRow,
  addition: { readonly text: string; readonly photos: readonly string[] },
): Promise<NotFixed> {
  if (!isReporter(work, seen)) return { outcome: 'not_yours', ticket: seen }
  return await reopenTicket(work, seen, addition)
}
