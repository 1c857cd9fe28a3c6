/** The owner's answer to a quote. The message that agrees is the signature: its id and time are kept. */

import { yuanText } from '../fees/yuan.ts'
import { messageOf } from '../message-of.ts'
import { type PayerChat, payersOfRoom } from '../residents/payers-of-room.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { tellHandler } from '../tickets/tell-handler.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { endQuoteTask } from './end-quotes.ts'
import { paidBeyondQuote } from './paid-already.ts'
import { endQuote, findQuote, openQuoteOf, type QuoteRow } from './quote.ts'
import { stopWaiting } from './waiting-for-consent.ts'
import { takeQuotedLines } from './work-lines.ts'

export interface QuoteAnswer {
  /** Which one they answer; the open one when absent. */
  readonly quoteId?: string | undefined
  readonly agrees: boolean
  readonly reason: string
}

/**
 * `replaced`: another quote was written since. `over`: the ticket ended. `none`: nothing is asked. `no_right`: somebody
 * else of the home decides about its money. `below_paid`: more came in already, so it has to be quoted anew.
 */
type AnswerOutcome =
  | 'ok'
  | 'already'
  | 'replaced'
  | 'withdrawn'
  | 'expired'
  | 'answered'
  | 'over'
  | 'none'
  | 'no_right'
  | 'below_paid'

export interface Answered {
  readonly outcome: AnswerOutcome
  readonly ticket: TicketRow
  readonly quote: QuoteRow | null
  /** Fen that came in already. */
  readonly paidFen?: number
}

/** By a chat that may pay for the room; of two answers at once the first one counts. */
export async function answerQuote(
  work: Work,
  seen: TicketRow,
  answer: QuoteAnswer,
): Promise<Answered> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const payer = await payerOf(work, ticket)
  if (!payer) return { outcome: 'no_right', ticket, quote: null }
  const quote = await findQuote(work.tx, ticket.id, answer.quoteId)
  if (!quote) return { outcome: 'none', ticket, quote }
  const state = answer.agrees ? 'agreed' : 'refused'
  if (quote.state === state) return { outcome: 'already', ticket, quote }
  if (quote.state !== 'open') return { outcome: LATE[quote.state], ticket, quote }
  if (quote.validUntil <= work.now) return { outcome: 'expired', ticket, quote }
  const paidFen = answer.agrees ? await paidBeyondQuote(work, ticket, quote) : null
  if (paidFen !== null) return { outcome: 'below_paid', ticket, quote, paidFen }
  const after = await settleQuote(work, ticket, quote, {
    agrees: answer.agrees,
    reason: answer.reason,
    personId: payer.personId,
  })
  return { outcome: 'ok', ticket: after, quote }
}

const LATE = {
  agreed: 'answered',
  refused: 'answered',
  withdrawn: 'withdrawn',
  expired: 'expired',
  replaced: 'replaced',
  over: 'over',
} as const satisfies Record<Exclude<QuoteRow['state'], 'open'>, AnswerOutcome>

/** Who of the room's payers is writing; null when it is none of them. */
export async function payerOf(work: Work, ticket: TicketRow): Promise<PayerChat | null> {
  const { actor } = work
  if (actor.kind !== 'owner' || ticket.roomId === null) return null
  const payers = await payersOfRoom(work, ticket.roomId)
  return payers.find(({ conversationId }) => conversationId === actor.conversationId) ?? null
}

export interface Settling {
  readonly agrees: boolean
  readonly reason: string
  readonly personId: string | null
  readonly heard?: { readonly from: string; readonly staffId: string }
}

/** The ticket is locked and the quote open: it ends, the ticket goes on, and whoever works on it hears. */
export async function settleQuote(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
  { agrees, reason: said, personId, heard }: Settling,
): Promise<TicketRow> {
  const reason = cleanText(said, work.rules.tickets.longest_reason)
  const state = agrees ? ('agreed' as const) : ('refused' as const)
  await endQuote(work, quote.id, { state, reason, personId, ...(heard && { heard }) })
  await endQuoteTask(work, quote.id)
  const note = {
    quote: quote.id,
    totalFen: quote.totalFen,
    ...(heard && { name: heard.from }),
    ...(reason && { text: reason }),
  }
  const messageId = messageOf(work.actor)
  const set = { quoteFen: quote.totalFen, consentAt: work.now, consentMsgId: messageId }
  const recorded = agrees
    ? await recordEvent(work, ticket, { kind: 'consented', set, note })
    : await recordEvent(work, ticket, { kind: 'quote-refused', note })
  if (agrees) await takeQuotedLines(work, recorded, quote)
  const going = await stopWaiting(work, recorded, quote)
  await tellHandler(work, going, {
    words: `quotes.staff.${state}`,
    values: { total: yuanText(quote.totalFen), reason, heard: heard?.from ?? '' },
    again: `-${quote.id}`,
  })
  return going
}

/** The quote an owner is asked about now, for whoever may answer it. */
export async function quoteAsked(work: Work, ticket: TicketRow) {
  const none = { ticket, quote: null }
  if (!(await payerOf(work, ticket))) return { outcome: 'no_right' as const, ...none }
  const quote = await openQuoteOf(work.tx, ticket.id)
  if (!quote) return { outcome: 'none' as const, ...none }
  const isOver = quote.validUntil <= work.now
  return { outcome: isOver ? ('expired' as const) : ('ok' as const), ticket, quote }
}
