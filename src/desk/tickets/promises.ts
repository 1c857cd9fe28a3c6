/** What is promised about a ticket, by when: the ticket's side of the clocks. */
import { cancelClocks } from '../clocks/cancel-clocks.ts'
import type { Clock } from '../clocks/clock.ts'
import { clocksOf } from '../clocks/clocks-of.ts'
import { due } from '../clocks/due.ts'
import { acknowledgeLadder } from '../clocks/ladder/acknowledge-ladder.ts'
import { endLadder } from '../clocks/ladder/end-ladder.ts'
import type { Match } from '../clocks/match-policy.ts'
import { meetClock } from '../clocks/meet-clock.ts'
import { moveClocks } from '../clocks/move-clocks.ts'
import { quietUntil } from '../clocks/quiet-hours.ts'
import { retargetClocks } from '../clocks/retarget-clocks.ts'
import { startClocks } from '../clocks/start-clocks.ts'
import { calendarOf } from '../clocks/stored-calendar.ts'
import { renewOrder } from '../contractors/order.ts'
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import { isToldAtNight } from './by-night.ts'
import { categoryOf } from './categories.ts'
import { keepTold, NEWS_CLOCKS, type NewsClock, owedNews } from './complaint-clocks.ts'
import { levelOf } from './details.ts'
import type { TicketState } from './states.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

type Promised = NewsClock | 'accept' | 'arrive' | 'resolve'
type WorkKind = 'arrive' | 'resolve'

/**
 * Starts the clocks of a new or reopened ticket. When the owner named a window, coming and mending are
 * promised from its beginning: until then nobody is late, and who has not come by its end is (mission.md A2); words are
 * owed from the report on. `from` is earlier than now for what was promised before.
 */
export async function startPromises(
  work: Work,
  ticket: TicketRow,
  from: Date = work.now,
): Promise<void> {
  const { id, projectId, apptStart, apptEnd } = ticket
  const subject = subjectOf(id)
  const match = matchOf(work, ticket)
  const kinds = [...takingKinds(ticket), ...owedNews(ticket)]
  await startClocks(work, { projectId, subject, kinds, match, startAt: from })
  const isAhead = apptStart !== null && apptStart > from
  const startAt = isAhead ? apptStart : from
  const [resolve, arrive] = workKinds(work, ticket)
  await startClocks(work, { projectId, subject, kinds: resolve, match, startAt })
  const endAt = apptEnd && apptEnd > from ? apptEnd : undefined
  await startClocks(work, { projectId, subject, kinds: arrive, match, startAt, endAt })
}

/**
 * The agreed window was changed: somebody is late for it at its end, as for the first one. The owner's own change
 * also moves the mending; by a proposal of staff nobody gets more time for that.
 */
export async function movePromises(
  work: Work,
  ticket: TicketRow,
  askedBy: 'owner' | 'staff',
): Promise<void> {
  const { id, projectId, apptStart, apptEnd } = ticket
  const startAt = apptStart && apptStart > work.now ? apptStart : work.now
  const [resolve, arrive] = workKinds(work, ticket)
  const moved = [...arrive, ...(askedBy === 'owner' ? resolve : [])]
  await moveClocks(work, {
    projectId,
    subject: subjectOf(id),
    match: matchOf(work, ticket),
    reason: 'appointment',
    starts: Object.fromEntries(moved.map((kind) => [kind, startAt])),
    ends: apptEnd ? Object.fromEntries(arrive.map((kind) => [kind, apptEnd])) : {},
  })
}

/**
 * Of another priority, level or category now: what is still open is promised anew, from when it was promised first; what
 * a contractor owes for it as well.
 */
export async function renewPromises(
  work: Work,
  ticket: TicketRow,
  reason: 'priority' | 'level' | 'category' = 'priority',
): Promise<void> {
  const { apptEnd } = ticket
  const [resolve, arrive] = workKinds(work, ticket)
  const isAgreed = apptEnd !== null && apptEnd > work.now
  await retargetClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOf(ticket.id),
    kinds: [...takingKinds(ticket), ...owedNews(ticket), ...resolve, ...arrive],
    match: matchOf(work, ticket),
    reason,
    ends: isAgreed ? Object.fromEntries(arrive.map((kind) => [kind, apptEnd])) : {},
  })
  await renewOrder(work, ticket, reason)
}

/**
 * Somebody takes it, which is the first answer of a person as well. Once it is taken, only what was promised then is left
 * to be promised anew.
 */
function takingKinds({ acceptedAt }: TicketRow): readonly ('accept' | 'first_response')[] {
  return acceptedAt === null ? ['accept', 'first_response'] : ['accept']
}

/** The mending, and the coming where somebody has to come. */
function workKinds(work: Work, ticket: TicketRow): readonly [WorkKind[], WorkKind[]] {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  return [['resolve'], visit ? ['arrive'] : []]
}

function matchOf(work: Work, ticket: TicketRow): Match {
  const { kind, category, priority } = ticket
  const { line, calendar } = categoryOf(work.rules.categories, category)
  return { kind, categories: line, calendar, priority, level: levelOf(ticket) }
}

/** Somebody has taken it: nobody needs to be called about that any more. */
export async function keepAccept(work: Work, ticket: TicketRow, staffId: string): Promise<void> {
  await meetClock(work, subjectOf(ticket.id), 'accept', work.now)
  await keepAnswered(work, ticket)
  await acknowledgeLadder(work, subjectOf(ticket.id), staffId)
}

/**
 * The first answer of a person to whoever reported it: somebody takes it, does something about it that they are told, asks
 * them something, or speaks with them on the phone. What the desk says by itself is none (servicedesk.md B2, B3).
 */
export async function keepAnswered(work: Work, { id }: TicketRow): Promise<void> {
  await meetClock(work, subjectOf(id), 'first_response', work.now)
}

/** `at` is when they came, or the moment it was said where that was too late. */
export async function keepArrive(work: Work, ticket: TicketRow, at: Date): Promise<void> {
  await meetClock(work, subjectOf(ticket.id), 'arrive', at)
}

/** Done, and of a complaint with its result told; what is not promised any more ends with it. */
export async function keepResolve(work: Work, ticket: TicketRow): Promise<void> {
  if (ticket.kind === 'complaint') await keepTold(work, ticket, 'result')
  await keepAnswered(work, ticket)
  await meetClock(work, subjectOf(ticket.id), 'resolve', work.now)
  await endPromises(work, ticket, 'done')
}

/** The matter is over without having been done, or nothing is left to promise. */
export async function endPromises(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  await cancelClocks(work, subjectOf(ticket.id), reason)
  await endLadder(work, subjectOf(ticket.id), reason)
}

export interface NextPromise {
  readonly kind: Promised | 'resume'
  readonly by: Date
  /** How often it was put off; the clocks know nothing of that. */
  readonly delays?: number
  /** Which clock counts it; none counts the agreed window and the day on which work goes on. */
  readonly clock?: Clock
}

/**
 * What the clocks promise next: of a complaint the words that are owed; acceptance, arrival, the mending; of a pause the
 * day on which work goes on. Null when nothing is due next. The time may have passed.
 */
export async function openPromise(work: Work, ticket: TicketRow): Promise<NextPromise | null> {
  if (ticket.state === 'ON_HOLD' && ticket.holdUntil) {
    return { kind: 'resume', by: estateInstant(ticket.holdUntil, work.rules.tickets.tell.hold_by) }
  }
  return await firstOf(work, ticket, NEXT_PROMISES[ticket.state] ?? [])
}

/** Nobody took it in time: that is the company's own affair, and the owner waits for the coming or the mending. */
async function firstOf(
  work: Work,
  ticket: TicketRow,
  kinds: readonly Promised[],
): Promise<NextPromise | null> {
  const clocks = await clocksOf(work.tx, subjectOf(ticket.id))
  for (const kind of kinds) {
    if (kind === 'arrive' && ticket.apptEnd && ticket.apptEnd > work.now) {
      return { kind, by: ticket.apptEnd }
    }
    const clock = clocks.find((one) => one.kind === kind && one.state === 'running')
    const isOver = kind === 'accept' && clock?.dueAt && clock.dueAt <= work.now
    if (clock?.dueAt && !isOver) return { kind, by: clock.dueAt, clock }
  }
  return null
}

/**
 * What is promised next in a state, the first that runs. Whoever complains waits for words, whoever takes it. Handed over,
 * a matter was accepted before: then the coming or the mending is what the owner waits for.
 */
export const NEXT_PROMISES: Partial<Record<TicketState, readonly Promised[]>> = {
  NEW: [...NEWS_CLOCKS, 'accept', 'arrive', 'resolve'],
  OFFERED: [...NEWS_CLOCKS, 'accept', 'arrive', 'resolve'],
  ASSIGNED: [...NEWS_CLOCKS, 'accept', 'arrive', 'resolve'],
  REOPENED: [...NEWS_CLOCKS, 'accept', 'arrive', 'resolve'],
  ACCEPTED: [...NEWS_CLOCKS, 'arrive', 'resolve'],
  ARRIVED: [...NEWS_CLOCKS, 'resolve'],
  IN_PROGRESS: [...NEWS_CLOCKS, 'resolve'],
}

/**
 * What is promised instead: the coming for the acceptance, else the same, put off from `from` on by the rules' time of
 * the hours in which it is counted, a pause by a day. What can wait is not promised for the night, but counted on from the
 * morning.
 */
export async function laterThan(
  work: Work,
  ticket: TicketRow,
  { next, from }: { readonly next: NextPromise; readonly from: Date },
): Promise<NextPromise> {
  const delays = (next.delays ?? 0) + 1
  if (next.kind === 'accept') {
    const outer = await firstOf(work, ticket, ['arrive', 'resolve'])
    if (outer && outer.by > from) return outer
  }
  if (next.kind === 'resume') {
    const day = addDays(estateDay(from), 1)
    return { ...next, delays, by: estateInstant(day, work.rules.tickets.tell.hold_by) }
  }
  const { late_minutes } = work.rules.tickets.tell
  const wantedMs = late_minutes[next.kind === 'accept' ? 'arrive' : next.kind] * 60_000
  const calendar = next.clock ? await calendarOf(work.tx, next.clock.promise) : null
  const countedFrom = (start: Date) =>
    (calendar && due(start, wantedMs, calendar)) ?? new Date(start.getTime() + wantedMs)
  const by = countedFrom(from)
  const morning = isToldAtNight(work, ticket) ? null : quietUntil(work, by)
  return { ...next, delays, by: morning ? countedFrom(morning) : by }
}

/**
 * The owner has news now: the clock of the next ones begins anew, unless work is on hold until a day they know.
 * By when they are owed; null when none are.
 */
export async function keepUpdates(work: Work, ticket: TicketRow): Promise<Date | null> {
  const subject = subjectOf(ticket.id)
  await meetClock(work, subject, 'next_update', work.now)
  if (ticket.state === 'ON_HOLD') return null
  const [clock] = await startClocks(work, {
    projectId: ticket.projectId,
    subject,
    kinds: ['next_update'],
    match: matchOf(work, ticket),
    startAt: work.now,
  })
  return clock?.dueAt ?? null
}
