/** A score for one completion: kept once, for whoever did the work; a low one becomes a recovery task. */

import { cleanText } from '../tickets/clean-text.ts'
import { isForced } from '../tickets/force-close.ts'
import { isReporter } from '../tickets/is-reporter.ts'
import { type CloseCode, closeTicket } from '../tickets/settle.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { openRecovery, whoDidIt } from './open-recovery.ts'
import { findRating } from './rating.ts'

export interface Score {
  /** 1 to 5. */
  readonly score: number
  readonly reason: string
}

/** `not_confirmed`: whether it is mended comes first. `over`: closed without a score. */
type RateOutcome = 'ok' | 'already' | 'not_confirmed' | 'over' | 'not_yours'

export interface Rated {
  readonly outcome: RateOutcome
  /** True when somebody will call about the score. */
  readonly recovery: boolean
}

export async function rateTicket(work: Work, seen: TicketRow, score: Score): Promise<Rated> {
  if (!isReporter(work, seen)) return { outcome: 'not_yours', recovery: false }
  return await saveScore(work, seen, score, 'rated')
}

/** `closeCode` says how the score came in. The ticket is closed with it. */
export async function saveScore(
  work: Work,
  seen: TicketRow,
  score: Score,
  closeCode: CloseCode,
): Promise<Rated> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (await findRating(work, ticket)) return { outcome: 'already', recovery: false }
  if (isForced(ticket)) return { outcome: 'over', recovery: false }
  // An agent's call may come after silence has closed the ticket; in chat the question is over then.
  const isLateCall = ticket.state === 'CLOSED' && closeCode === 'called'
  if (ticket.state === 'CLOSED' && !isLateCall) return { outcome: 'over', recovery: false }
  if (ticket.state !== 'CONFIRMED' && !isLateCall)
    return { outcome: 'not_confirmed', recovery: false }
  const reason = cleanText(score.reason, work.rules.surveys.max_chars)
  const staff = await whoDidIt(work, ticket)
  await work.tx
    .insertInto('rating')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      completion: ticket.completions,
      score: score.score,
      reason: reason || null,
      staffId: staff.id,
      staffName: staff.name,
      submittedAt: work.now,
    })
    .execute()
  await closeTicket(work, ticket.id, closeCode)
  const recovery = score.score <= work.rules.surveys.recovery_at_most
  if (recovery) await openRecovery(work, ticket, { ...score, reason, staff })
  return { outcome: 'ok', recovery }
}
