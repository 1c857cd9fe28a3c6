/** A score for one completion: kept once, for whoever did the work; a low one becomes a recovery task. */
import { findStaff } from '../staff/staff.ts'
import { openTask } from '../tasks/open-task.ts'
import { isReporter } from '../tickets/cancel.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { maskedContact } from '../tickets/contact-phone.ts'
import { type CloseCode, closeTicket } from '../tickets/settle.ts'
import { lockTicket, subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { lockCallback } from './callback.ts'

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
  if (await hasScore(work, ticket)) return { outcome: 'already', recovery: false }
  // An agent's call may come after silence has closed the ticket; in chat the question is over then.
  const isLateCall = ticket.state === 'CLOSED' && closeCode === 'called'
  if (ticket.state === 'CLOSED' && !isLateCall) return { outcome: 'over', recovery: false }
  if (ticket.state !== 'CONFIRMED' && !isLateCall)
    return { outcome: 'not_confirmed', recovery: false }
  const reason = cleanText(score.reason, work.rules.surveys.max_chars)
  const staff = await whoDidIt(work, ticket)
  await insertScore(work, ticket, { ...score, reason, staff })
  await closeTicket(work, ticket.id, closeCode)
  const recovery = score.score <= work.rules.surveys.recovery_at_most
  if (recovery) await openRecovery(work, ticket, { ...score, reason, staff })
  return { outcome: 'ok', recovery }
}

interface FullScore extends Score {
  readonly staff: { readonly id: string | null; readonly name: string | null }
}

async function hasScore(work: Work, ticket: TicketRow): Promise<boolean> {
  const row = await work.tx
    .selectFrom('rating')
    .select('id')
    .where('ticketId', '=', ticket.id)
    .where('completion', '=', ticket.completions)
    .executeTakeFirst()
  return row !== undefined
}

/** As it was at completion; where nobody was to be asked, whoever has it. */
async function whoDidIt(work: Work, ticket: TicketRow): Promise<FullScore['staff']> {
  const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
  if (callback) return { id: callback.staffId, name: callback.staffName }
  const staff = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  return { id: ticket.assigneeId, name: staff?.name ?? null }
}

async function insertScore(work: Work, ticket: TicketRow, score: FullScore): Promise<void> {
  await work.tx
    .insertInto('rating')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      completion: ticket.completions,
      score: score.score,
      reason: score.reason || null,
      staffId: score.staff.id,
      staffName: score.staff.name,
      submittedAt: work.now,
    })
    .execute()
}

async function openRecovery(work: Work, ticket: TicketRow, score: FullScore): Promise<void> {
  await openTask(work, {
    kind: 'recovery',
    key: `recovery-${ticket.id}-${ticket.completions}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    ...(ticket.conversationId ? { conversationId: ticket.conversationId } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      score: score.score,
      reason: score.reason,
      staff: score.staff.name ?? '',
      phone: maskedContact(ticket),
    },
  })
}
