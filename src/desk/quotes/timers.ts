/** A quote nobody answers: the owner is reminded once, then it is over and the technician hears of it. */
import { z } from 'zod'
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { yuanText } from '../fees/yuan.ts'
import { payersOfRoom } from '../residents/payers-of-room.ts'
import { peaceUntil } from '../tickets/by-night.ts'
import { sayTime } from '../tickets/say-time.ts'
import { tellHandler } from '../tickets/tell-handler.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { openQuoteOf, QUOTE_OVER, QUOTE_REMIND, type QuoteRow } from './quote.ts'
import { endUnanswered } from './withdraw-quote.ts'

const ofQuote = z.object({ ticketId: z.string(), quoteId: z.string() })

/** Does nothing for a quote that was answered or replaced meanwhile, and nothing in the quiet hours of what can wait. */
function whileOpen(
  act: (work: Work, ticket: TicketRow, quote: QuoteRow) => Promise<void>,
): TimerHandler {
  return async (work, timer) => {
    const { ticketId, quoteId } = ofQuote.parse(timer.payload)
    const ticket = await lockTicket(work.tx, ticketId)
    const quote = ticket && (await openQuoteOf(work.tx, ticketId))
    if (!ticket || quote?.id !== quoteId) return
    const dueAt = peaceUntil(work, ticket)
    if (dueAt) await setTimer(work, { ...timer, dueAt })
    else await act(work, ticket, quote)
  }
}

/** Where an agent calls, the task of the call has its own alarm. */
const remind = whileOpen(async (work, ticket, quote) => {
  if (!quote.conversationId || ticket.roomId === null) return
  // Whoever has moved out since reads nothing more of the home's money; the handler hears when the quote is over.
  const payers = await payersOfRoom(work, ticket.roomId)
  if (!payers.some(({ conversationId }) => conversationId === quote.conversationId)) return
  await work.tell.owner(work, quote.conversationId, {
    words: 'quotes.owner.remind',
    values: {
      number: ticket.number,
      total: yuanText(quote.totalFen),
      until: sayTime(quote.validUntil, work.now),
    },
    key: `quote-${quote.id}-remind`,
    purpose: 'notice',
  })
})

const over = whileOpen(async (work, ticket, quote) => {
  const going = await endUnanswered(work, ticket, quote, 'expired')
  await tellHandler(work, going, {
    words: 'quotes.staff.expired',
    values: { total: yuanText(quote.totalFen) },
    again: `-${quote.id}`,
  })
})

export const quoteTimers: Readonly<Record<string, TimerHandler>> = {
  [QUOTE_REMIND]: remind,
  [QUOTE_OVER]: over,
}
