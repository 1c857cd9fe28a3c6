/** Quotes of a ticket: their rows. The ticket is locked by whoever writes them. */
import type { Selectable } from 'kysely'
import type { Quote as QuoteTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { setTimer } from '../../timers/timers.ts'
import { messageOf } from '../message-of.ts'
import type { StaffMember } from '../staff/staff.ts'
import { intoAskingHours } from '../surveys/ask-time.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { totalOf } from './line-amount.ts'
import type { QuoteLine } from './quote-lines.ts'

export const QUOTE_OVER = 'quotes.over'
export const QUOTE_REMIND = 'quotes.remind'

/**
 * `replaced` by a later one; `over`: the ticket ended without it.
 */
export type QuoteState =
  | 'open'
  | 'agreed'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'replaced'
  | 'over'

export interface QuoteRow extends Omit<Selectable<QuoteTable>, 'lines' | 'state'> {
  readonly lines: readonly QuoteLine[]
  readonly state: QuoteState
}

export interface NewQuote {
  readonly staff: StaffMember
  readonly lines: readonly QuoteLine[]
  /** The chat that is asked; null when somebody phones. */
  readonly conversationId: string | null
}

export async function insertQuote(
  work: Work,
  ticket: TicketRow,
  quote: NewQuote,
): Promise<QuoteRow> {
  const { staff, lines, conversationId } = quote
  const { valid_hours, remind_hours, ...hours } = work.rules.quotes
  const validUntil = new Date(work.now.getTime() + valid_hours * 3_600_000)
  const row = await work.tx
    .insertInto('quote')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      seq: (await countQuotes(work.tx, ticket.id)) + 1,
      staffId: staff.id,
      staffName: staff.name,
      lines: JSON.stringify(lines),
      totalFen: totalOf(lines),
      state: 'open',
      conversationId,
      quotedAt: work.now,
      validUntil,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const payload = { ticketId: ticket.id, quoteId: row.id }
  await setTimer(work, { name: QUOTE_OVER, key: row.id, dueAt: validUntil, payload })
  const wanted = new Date(work.now.getTime() + remind_hours * 3_600_000)
  const remindAt = intoAskingHours(wanted, hours)
  await setTimer(work, { name: QUOTE_REMIND, key: row.id, dueAt: remindAt, payload })
  return quoteRow(row)
}

export async function findQuote(
  tx: Tx,
  ticketId: string,
  quoteId?: string | undefined,
): Promise<QuoteRow | null> {
  const all = tx.selectFrom('quote').selectAll().where('ticketId', '=', ticketId)
  const asked = quoteId ? all.where('id', '=', quoteId) : all
  const row = await asked.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row ? quoteRow(row) : null
}

export async function openQuoteOf(tx: Tx, ticketId: string): Promise<QuoteRow | null> {
  const last = await findQuote(tx, ticketId)
  return last?.state === 'open' ? last : null
}

/** What a quote came to; only an open one ends. */
export async function endQuote(
  work: Work,
  quoteId: string,
  end: {
    readonly state: Exclude<QuoteState, 'open'>
    readonly reason?: string
    readonly personId?: string | null
    /** Heard on the phone: from whom, and which agent heard it. */
    readonly heard?: { readonly from: string; readonly staffId: string }
  },
): Promise<void> {
  const { actor } = work
  await work.tx
    .updateTable('quote')
    .set({
      state: end.state,
      answeredAt: work.now,
      messageId: messageOf(actor),
      personId: end.personId ?? null,
      reason: end.reason || null,
      heardFrom: end.heard?.from ?? null,
      heardByStaffId: end.heard?.staffId ?? null,
    })
    .where('id', '=', quoteId)
    .where('state', '=', 'open')
    .execute()
}

async function countQuotes(tx: Tx, ticketId: string): Promise<number> {
  return (await findQuote(tx, ticketId))?.seq ?? 0
}

function quoteRow(row: Selectable<QuoteTable>): QuoteRow {
  return { ...row, lines: row.lines as unknown as QuoteLine[], state: row.state as QuoteState }
}
