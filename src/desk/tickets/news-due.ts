/** A promised time comes near and nothing was heard since: the owner is told before it passes (mission.md D4). */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { openTask } from '../tasks/open-task.ts'
import type { Work } from '../work.ts'
import { peaceUntil } from './by-night.ts'
import { categoryOf } from './categories.ts'
import { maskedContact } from './contact-phone.ts'
import { isNear, lastNews, type NewsRow } from './owner-news.ts'
import { laterThan, type NextPromise, openPromise } from './promises.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { isToldJustNow } from './tell-later.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'

/** Whatever was told since then has an alarm of its own; what is over needs none. */
export const newsDue: TimerHandler = async (work, timer) => {
  const ticket = await lockTicket(work.tx, String(timer.payload['ticketId']))
  if (!ticket || !isIn(ticket.state, OPEN_STATES)) return
  // In danger people wait for somebody, not for words: the alarm calls until it is taken, and that is told at once.
  if (categoryOf(work.rules.categories, ticket.category).hazard) return
  const last = await lastNews(work.tx, ticket.id)
  if (last?.id !== timer.key || (await isToldJustNow(work, ticket.id))) return
  // An alarm that rings late does not ring in the night.
  const dueAt = peaceUntil(work, ticket, last.by)
  if (dueAt) return await setTimer(work, { ...timer, dueAt })
  await tellNews(work, ticket, last)
}

async function tellNews(work: Work, ticket: TicketRow, last: NewsRow): Promise<void> {
  const next = await openPromise(work, ticket)
  // A person speaks to them since it was put off too often: no machine promises anything more until there is a step.
  if (last.by === null && next && next.by <= work.now) return
  if (!next || !last.by) return await tellOwner(work, ticket, 'tickets.owner.still')
  if (last.promise !== next.kind || hasMoved(last, next)) {
    return await tellOwner(work, ticket, { words: 'tickets.owner.moved', isNeeded: true })
  }
  if (isNear(work, ticket, last)) return await putOff(work, ticket, { last, next })
  await tellOwner(work, ticket, 'tickets.owner.still')
}

/** Counted anew since it was told: by a pause, another urgency, another calendar. A time put off counts from there. */
function hasMoved(last: NewsRow, next: NextPromise): boolean {
  if (last.by === null || next.by.getTime() === last.by.getTime()) return false
  return last.delays === 0 || next.by > last.by
}

async function putOff(
  work: Work,
  ticket: TicketRow,
  { last, next }: { readonly last: NewsRow; readonly next: NextPromise },
): Promise<void> {
  if (last.delays >= work.rules.tickets.tell.late_max) return await givePerson(work, ticket)
  const from = last.by && last.by > work.now ? last.by : work.now
  const later = await laterThan(work, ticket, { next: { ...next, delays: last.delays }, from })
  await tellOwner(work, ticket, { words: 'tickets.owner.late', isNeeded: true, next: later })
}

/** Put off often enough: a person speaks to them, and no machine promises anything more. */
async function givePerson(work: Work, ticket: TicketRow): Promise<void> {
  const words = 'tickets.owner.late_person'
  await tellOwner(work, ticket, { words, isNeeded: true, next: null })
  await openTask(work, {
    kind: 'explain-delay',
    key: `explain-delay-${ticket.id}-${ticket.version}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'steward',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    ...(ticket.conversationId ? { conversationId: ticket.conversationId } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      state: work.rules.tickets.states[ticket.state].words,
      phone: maskedContact(ticket),
    },
  })
}
