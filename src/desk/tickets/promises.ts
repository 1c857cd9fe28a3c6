/** What is promised about a ticket, by when: the ticket's side of the clocks. */
import { cancelClocks } from '../clocks/cancel-clocks.ts'
import { clocksOf } from '../clocks/clocks-of.ts'
import { acknowledgeLadder } from '../clocks/ladder/acknowledge-ladder.ts'
import { endLadder } from '../clocks/ladder/end-ladder.ts'
import { meetClock } from '../clocks/meet-clock.ts'
import { retargetClocks } from '../clocks/retarget-clocks.ts'
import { startClocks } from '../clocks/start-clocks.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import type { TicketState } from './states.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

type Promised = 'accept' | 'arrive' | 'resolve'

/**
 * Starts the clocks of a new or reopened ticket. When the owner named a window, coming and mending are
 * promised from its beginning: until then nobody is late.
 */
export async function startPromises(work: Work, ticket: TicketRow): Promise<void> {
  const { id, projectId, apptStart } = ticket
  const subject = subjectOf(id)
  const match = matchOf(ticket)
  await startClocks(work, { projectId, subject, kinds: ['accept'], match, startAt: work.now })
  const startAt = apptStart && apptStart > work.now ? apptStart : work.now
  const kinds = workKinds(work, ticket)
  await startClocks(work, { projectId, subject, kinds, match, startAt })
}

/** The ticket has become more urgent: what is still open is promised anew, from when it was promised first. */
export async function renewPromises(work: Work, ticket: TicketRow): Promise<void> {
  await retargetClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOf(ticket.id),
    kinds: ['accept', ...workKinds(work, ticket)],
    match: matchOf(ticket),
    reason: 'priority',
  })
}

function workKinds(work: Work, ticket: TicketRow): Promised[] {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  return visit ? ['arrive', 'resolve'] : ['resolve']
}

function matchOf({ kind, category, priority }: TicketRow) {
  return { kind, category, priority }
}

/** Somebody has taken it: nobody needs to be called about that any more. */
export async function keepAccept(work: Work, ticket: TicketRow, staffId: string): Promise<void> {
  await meetClock(work, subjectOf(ticket.id), 'accept', work.now)
  await acknowledgeLadder(work, subjectOf(ticket.id), staffId)
}

export async function keepArrive(work: Work, ticket: TicketRow): Promise<void> {
  await meetClock(work, subjectOf(ticket.id), 'arrive', work.now)
}

/** Done: what was not promised any more ends with it. */
export async function keepResolve(work: Work, ticket: TicketRow): Promise<void> {
  await meetClock(work, subjectOf(ticket.id), 'resolve', work.now)
  await endPromises(work, ticket, 'done')
}

/** The matter is over without having been done, or nothing is left to promise. */
export async function endPromises(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  await cancelClocks(work, subjectOf(ticket.id), reason)
  await endLadder(work, subjectOf(ticket.id), reason)
}

/** By when the next thing is promised: acceptance, arrival, the mending. Null when nothing is due next. */
export async function nextPromise(work: Work, ticket: TicketRow): Promise<Date | null> {
  const kind = NEXT[ticket.state]
  if (!kind) return null
  if (kind === 'arrive' && ticket.apptEnd && ticket.apptEnd > work.now) return ticket.apptEnd
  const clocks = await clocksOf(work.tx, subjectOf(ticket.id))
  return clocks.find((clock) => clock.kind === kind && clock.state === 'running')?.dueAt ?? null
}

const NEXT: Partial<Record<TicketState, Promised>> = {
  NEW: 'accept',
  OFFERED: 'accept',
  ASSIGNED: 'accept',
  REOPENED: 'accept',
  ACCEPTED: 'arrive',
  ARRIVED: 'resolve',
  IN_PROGRESS: 'resolve',
}
