/** What happens to tickets by itself: offers run out, pauses end, silence confirms. */
import { z } from 'zod'
import type { TimerHandler } from '../action.ts'
import { addDays, estateDay } from '../residents/estate-day.ts'
import { giveUpAsking } from '../surveys/give-up-asking.ts'
import { ACCEPT_TIMEOUT } from './assign.ts'
import { callDispatcher, DISPATCH_AGAIN } from './call-dispatcher.ts'
import { closeCards } from './cards.ts'
import { dispatch } from './dispatch.ts'
import { AUTO_CONFIRM } from './finish.ts'
import { HELP_UNANSWERED } from './help/call-in.ts'
import { helpUnanswered } from './help/unanswered.ts'
import { HOLD_OVER, remindOfHold } from './hold.ts'
import { newsDue } from './news-due.ts'
import { endOffers, nextRound, openOffers } from './offers.ts'
import { NEWS_DUE } from './owner-news.ts'
import { POOL_OVER } from './pool.ts'
import { AUTO_CLOSE, type CloseCode, closeTicket, confirmTicket } from './settle.ts'
import { tellHandler } from './tell-handler.ts'
import { TELL_LATER } from './tell-later.ts'
import { tellDelayed } from './tell-owner.ts'
import { lockTicket } from './ticket.ts'
import { blockerOver } from './wait-for.ts'
import { BLOCKER_OVER } from './waiting.ts'

const ofRound = z.object({ ticketId: z.string(), round: z.number() })
const ofTry = ofRound.extend({ tries: z.number() })
const ofHold = z.object({ ticketId: z.string(), holdUntil: z.string() })
const ofCompletion = z.object({ ticketId: z.string(), completion: z.number() })

/**
 * An offer nobody took: the next one is asked; after so many tries a dispatcher decides. The owner hears
 * nothing, for nothing has happened.
 */
const acceptTimeout: TimerHandler = async (work, timer) => {
  const { ticketId, round, tries } = ofTry.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'ASSIGNED') return
  const [offer] = await openOffers(work.tx, ticketId)
  if (!offer || offer.round !== round) return
  await endOffers(work, ticketId, { outcome: 'timed-out' })
  await closeCards(work, ticket, { words: 'tickets.card.timed_out' })
  if (tries >= work.rules.tickets.dispatch.offer_tries) {
    await callDispatcher(work, ticket, 'no_answer')
    return
  }
  await dispatch(work, ticketId, { avoidStaffId: offer.staffId, tries, ifNobody: 'no_answer' })
}

/** Nobody grabbed it: somebody is chosen. */
const poolOver: TimerHandler = async (work, timer) => {
  const { ticketId, round } = ofRound.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'OFFERED' || (await nextRound(work.tx, ticketId)) !== round + 1) return
  await endOffers(work, ticketId, { outcome: 'timed-out' })
  await closeCards(work, ticket, { words: 'tickets.card.pool_over' })
  await dispatch(work, ticketId, { afterPool: true })
}

/** Nobody was on duty: perhaps somebody is now. */
const dispatchAgain: TimerHandler = async (work, timer) => {
  const { ticketId, round } = ofRound.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'NEW' && ticket?.state !== 'REOPENED') return
  if ((await nextRound(work.tx, ticketId)) !== round) return
  await dispatch(work, ticketId, { isRetry: true })
}

/** The expected day has come, and every day after it until work goes on. */
const holdOver: TimerHandler = async (work, timer) => {
  const { ticketId, holdUntil } = ofHold.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'ON_HOLD' || ticket.holdUntil !== holdUntil) return
  const today = estateDay(work.now)
  await tellHandler(work, ticket, {
    words: 'tickets.staff.hold_over',
    again: `-${today}`,
    isPlanned: true,
  })
  await remindOfHold(work, ticket, addDays(today, 1))
}

/** Silence confirms, and is kept as silence. */
const autoConfirm: TimerHandler = async (work, timer) => {
  const { ticketId, completion } = ofCompletion.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'DONE' || ticket.completions !== completion) return
  const asked = await giveUpAsking(work, ticket)
  await confirmTicket(work, ticketId, asked === 'never_asked' ? 'not-asked' : 'no-answer')
}

const autoClose: TimerHandler = async (work, timer) => {
  const { ticketId, completion } = ofCompletion.parse(timer.payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket?.state !== 'CONFIRMED' || ticket.completions !== completion) return
  await closeTicket(work, ticketId, (ticket.closeCode as CloseCode | null) ?? 'unrated')
}

export const ticketTimers: Readonly<Record<string, TimerHandler>> = {
  [ACCEPT_TIMEOUT]: acceptTimeout,
  [POOL_OVER]: poolOver,
  [DISPATCH_AGAIN]: dispatchAgain,
  [HOLD_OVER]: holdOver,
  [NEWS_DUE]: newsDue,
  [TELL_LATER]: tellDelayed,
  [AUTO_CONFIRM]: autoConfirm,
  [AUTO_CLOSE]: autoClose,
  [BLOCKER_OVER]: blockerOver,
  [HELP_UNANSWERED]: helpUnanswered,
}
