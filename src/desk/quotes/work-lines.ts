/** Materials used and labour spent on a ticket: stated by whoever works on it, corrected until it is finished. */
import type { Selectable } from 'kysely'
import type { WorkLine as LineTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { lowerBill } from '../fees/ticket-bill.ts'
import { recordEvent } from '../tickets/record-event.ts'
import {
  type InStep,
  refusal,
  type Step,
  type StepAnswer,
  staffStep,
} from '../tickets/staff-step.ts'
import { OPEN_STATES } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { totalOf } from './line-amount.ts'
import { isPaidByOwner, linesOf } from './offer-quote.ts'
import { paidBeyond } from './paid-already.ts'
import type { PriceKind } from './price-kinds.ts'
import type { QuoteRow } from './quote.ts'
import type { BadLine, QuoteLine } from './quote-lines.ts'
import { listWords } from './quote-words.ts'

/**
 * `shown`: nothing was said to change them. `over_consent`: kept, and more than the owner agreed to. `below_paid`: less
 * than came in already.
 */
type LinesOutcome = StepAnswer['outcome'] | 'shown' | 'bad_line' | 'over_consent' | 'below_paid'

export interface Lines extends StepAnswer<LinesOutcome> {
  readonly lines?: readonly QuoteLine[]
  readonly bad?: BadLine
  /** Fen the owner agreed to; what may be charged at most. */
  readonly consentedFen?: number
  /** Fen that came in already. */
  readonly paidFen?: number
}

/** What is said takes the place of what was said before: the whole list, or 没用料. */
export async function stateLines(
  work: Work,
  step: Step & { readonly words?: string | undefined },
): Promise<Lines> {
  return staffStep<LinesOutcome>(work, 'lines', step, async (at): Promise<Lines> => {
    const { ticket } = at
    const refused = refusal(at, OPEN_STATES)
    if (refused) return refused
    const lines = await linesSaid(work, at, step.words ?? '')
    if (lines === null) {
      return { outcome: 'shown', ticket, lines: await workLines(work.tx, ticket.id) }
    }
    return 'problem' in lines
      ? { outcome: 'bad_line', ticket, bad: lines }
      : await takeLines(work, at, lines)
  })
}

/** Null when nothing was said to change them; none at all when it was said that nothing was used. */
async function linesSaid(
  work: Work,
  at: InStep,
  words: string,
): Promise<readonly QuoteLine[] | BadLine | null> {
  if (work.rules.quotes.none.some((word) => words.includes(word))) return []
  const lines = await linesOf(work, at, words)
  return 'problem' in lines || lines.length > 0 ? lines : null
}

async function takeLines(
  work: Work,
  { staff, ticket }: InStep,
  lines: readonly QuoteLine[],
): Promise<Lines> {
  const paidFen = await paidBeyond(work.tx, ticket.id, lines)
  if (paidFen !== null) return { outcome: 'below_paid', ticket, paidFen }
  const stated = await keepLines(work, ticket, lines, staff.id)
  const outcome = consentGap(work, stated, lines) > 0 ? 'over_consent' : 'ok'
  return { outcome, ticket: stated, lines, consentedFen: ticket.quoteFen ?? 0 }
}

/** What was agreed is what will be used, until somebody says otherwise. */
export async function takeQuotedLines(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
): Promise<void> {
  await writeLines(work, ticket, quote.lines, quote.staffId)
}

export async function workLines(tx: Tx, ticketId: string): Promise<QuoteLine[]> {
  const rows = await tx
    .selectFrom('work_line')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .orderBy('seq')
    .execute()
  return rows.map(lineOfRow)
}

/** Fen by which lines cost the owner more than they agreed to, beyond what rules/quotes.yaml lets pass; 0 when none. */
export function consentGap(work: Work, ticket: TicketRow, lines: readonly QuoteLine[]): number {
  if (!isPaidByOwner(work, ticket)) return 0
  const agreed = ticket.quoteFen ?? 0
  const may = agreed + Math.floor((agreed * work.rules.quotes.over_percent) / 100)
  return Math.max(0, totalOf(lines) - may)
}

async function keepLines(
  work: Work,
  ticket: TicketRow,
  lines: readonly QuoteLine[],
  staffId: string,
): Promise<TicketRow> {
  await writeLines(work, ticket, lines, staffId)
  const note = { totalFen: totalOf(lines), text: listWords(lines) }
  return await recordEvent(work, ticket, { kind: 'lines', note })
}

async function writeLines(
  work: Work,
  { id: ticketId, projectId }: TicketRow,
  lines: readonly QuoteLine[],
  staffId: string,
): Promise<void> {
  await lowerBill(work.tx, ticketId, totalOf(lines))
  await work.tx.deleteFrom('work_line').where('ticketId', '=', ticketId).execute()
  if (lines.length === 0) return
  const rows = lines.map((line, index) => ({
    ...{ ...line, seq: index + 1, id: work.newId() },
    ...{ ticketId, projectId, staffId, statedAt: work.now },
  }))
  await work.tx.insertInto('work_line').values(rows).execute()
}

function lineOfRow(row: Selectable<LineTable>): QuoteLine {
  const { code, name, unit, quantity, priceFen, amountFen, reason, warrantyDays } = row
  const what = { code, name, unit, reason, warrantyDays }
  return { ...what, kind: row.kind as PriceKind, quantity, priceFen, amountFen }
}
