/** A quote for paid work: written by whoever has the job, answered by whoever may pay for the room. */
import { keepOwnerEvent } from '../owner-event.ts'
import { payersOfRoom } from '../residents/payers-of-room.ts'
import { supervises } from '../staff/supervises.ts'
import { openTask } from '../tasks/open-task.ts'
import { maskedContact } from '../tickets/contact-phone.ts'
import { recordEvent } from '../tickets/record-event.ts'
import {
  type InStep,
  refusal,
  type Step,
  type StepAnswer,
  staffStep,
} from '../tickets/staff-step.ts'
import { HOLDABLE_STATES } from '../tickets/states.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import { payerOf, UNSETTLED } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { endQuoteTask, quoteTaskKey } from './end-quotes.ts'
import { totalOf } from './line-amount.ts'
import { paidBeyond } from './paid-already.ts'
import { pricesOfToday } from './price-list.ts'
import { endQuote, insertQuote, openQuoteOf, type QuoteRow } from './quote.ts'
import { type BadLine, type QuoteLine, quoteLines } from './quote-lines.ts'
import { listWords } from './quote-words.ts'
import { waitForConsent, waitsForConsent } from './waiting-for-consent.ts'
import { writtenLines } from './written-lines.ts'

/** The name of the event; its data are `quote` and `number`. */
const QUOTE_OFFERED = 'quote.offered'

export interface Offer extends Step {
  /** As it was written in chat. */
  readonly words?: string | undefined
  /** Only looks what would be offered. */
  readonly isDraft?: boolean
}

/**
 * `by_phone`: no chat may decide for the room, so an agent calls. `not_paid`: the company or somebody else pays for this
 * kind of matter. `warranty`: the developer does; `unsettled`: whether it does is looked into. `no_room`: there is nobody to bill. `same`: this is what is asked already.
 * `below_paid`: more came in already.
 */
type OfferOutcome =
  | StepAnswer['outcome']
  | 'by_phone'
  | 'not_paid'
  | 'warranty'
  | 'unsettled'
  | 'no_room'
  | 'same'
  | 'lines_wanted'
  | 'bad_line'
  | 'below_paid'

export interface Offered extends StepAnswer<OfferOutcome> {
  readonly lines?: readonly QuoteLine[]
  readonly bad?: BadLine
  readonly quote?: QuoteRow
  /** Fen that came in already. */
  readonly paidFen?: number
}

export async function offerQuote(work: Work, offer: Offer): Promise<Offered> {
  return staffStep<OfferOutcome>(
    work,
    offer.isDraft ? 'quote-draft' : 'quote',
    offer,
    async (at) => {
      const refused = whyNot(work, at)
      if (refused) return refused
      const lines = await linesOf(work, at, offer.words ?? '')
      if ('problem' in lines)
        return { outcome: 'bad_line', ticket: at.ticket, bad: lines } as Offered
      if (lines.length === 0) return { outcome: 'lines_wanted', ticket: at.ticket }
      const paidFen = await paidBeyond(work.tx, at.ticket.id, lines)
      if (paidFen !== null) {
        return { outcome: 'below_paid', ticket: at.ticket, lines, paidFen } as Offered
      }
      if (offer.isDraft) return { outcome: 'ok', ticket: at.ticket, lines } as Offered
      return await ask(work, at, lines)
    },
  )
}

function whyNot(work: Work, at: InStep): Offered | null {
  const { ticket } = at
  const waits = waitsForConsent(work, ticket)
  const refused = refusal(at, waits ? ['ON_HOLD'] : HOLDABLE_STATES)
  if (refused) return refused
  const payer = payerOf(work, ticket)
  if (payer === 'developer_warranty') return { outcome: 'warranty', ticket }
  if (payer === UNSETTLED) return { outcome: 'unsettled', ticket }
  if (!isPaidByOwner(work, ticket)) return { outcome: 'not_paid', ticket }
  return ticket.roomId === null ? { outcome: 'no_room', ticket } : null
}

export function isPaidByOwner(work: Work, ticket: TicketRow): boolean {
  return payerOf(work, ticket) === 'owner'
}

/** What was written, read against the price list of today. */
export async function linesOf(
  work: Work,
  { staff, ticket }: InStep,
  words: string,
): Promise<readonly QuoteLine[] | BadLine> {
  const rules = work.rules.quotes
  const written = writtenLines(words, rules)
  if (written.length === 0) return []
  const prices = await pricesOfToday(work, ticket.projectId)
  return quoteLines(written, { prices, rules, supervises: supervises(staff) })
}

async function ask(
  work: Work,
  { staff, ticket }: InStep,
  lines: readonly QuoteLine[],
): Promise<Offered> {
  const open = await openQuoteOf(work.tx, ticket.id)
  if (open && isSame(open, lines)) return { outcome: 'same', ticket, lines, quote: open }
  if (open) {
    await endQuote(work, open.id, { state: 'replaced' })
    await endQuoteTask(work, open.id)
  }
  const conversationId = await chatToAsk(work, ticket)
  const quote = await insertQuote(work, ticket, { staff, lines, conversationId })
  const note = { quote: quote.id, totalFen: quote.totalFen, text: listWords(lines) }
  const quoted = await recordEvent(work, ticket, { kind: 'quoted', note })
  const waiting = await waitForConsent(work, quoted, quote)
  if (conversationId === null) await callOwner(work, waiting, quote)
  else await tellQuote(work, waiting, { ...quote, conversationId })
  return { outcome: conversationId === null ? 'by_phone' : 'ok', ticket: waiting, lines, quote }
}

function isSame(open: QuoteRow, lines: readonly QuoteLine[]): boolean {
  const plain = (all: readonly QuoteLine[]) =>
    JSON.stringify(
      all.map(({ code, name, quantity, priceFen }) => [code, name, quantity, priceFen]),
    )
  return open.totalFen === totalOf(lines) && plain(open.lines) === plain(lines)
}

/** Whoever reported it, when they may pay for the room; else its owner. */
async function chatToAsk(work: Work, ticket: TicketRow): Promise<string | null> {
  if (ticket.roomId === null) return null
  const payers = await payersOfRoom(work, ticket.roomId)
  const reporter = payers.find(({ conversationId }) => conversationId === ticket.conversationId)
  return (reporter ?? payers[0])?.conversationId ?? null
}

async function tellQuote(
  work: Work,
  ticket: TicketRow,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
): Promise<void> {
  await keepOwnerEvent(work, {
    conversationId,
    event: QUOTE_OFFERED,
    key: `${QUOTE_OFFERED}/${id}`,
    data: { quote: id, number: ticket.number },
  })
}

/** Whoever phoned, or lives there without a chat of ours: an agent asks, and keeps who agreed and when. */
async function callOwner(work: Work, ticket: TicketRow, quote: QuoteRow): Promise<void> {
  await openTask(work, {
    kind: 'quote-consent',
    key: quoteTaskKey(quote.id),
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    exceptStaffId: quote.staffId,
    values: {
      number: ticket.number,
      place: ticket.place,
      phone: maskedContact(ticket),
      total: quote.totalFen,
      lines: listWords(quote.lines),
    },
  })
}
