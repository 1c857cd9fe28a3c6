/** A ticket as the flows about satisfaction show it. */
import { asKnown } from '../tickets/merged-view.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import { lineOf, progressOf } from '../tickets/ticket-lines.ts'
import type { Work } from '../work.ts'

/** The ticket as it is after the answer. */
export async function told<const Outcome extends string>(
  work: Work,
  outcome: Outcome,
  seen: TicketRow,
  more: Readonly<Record<string, unknown>> = {},
) {
  const ticket = await asKnown(work, (await findTicket(work.tx, seen.id)) ?? seen)
  const lines = { ...lineOf(work, ticket), ...(await progressOf(work, ticket)) }
  return { outcome, result: { ...lines, items: [], ...more } }
}
