/** 补录: when somebody came who says so later. Field times have an order (servicedesk.md C32). */
import { estateDay, estateInstant, estateTime } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import type { TicketRow } from './ticket.ts'

/** Why a time cannot be the one they came at. `limit` is the time it clashes with. */
export const TIME_PROBLEMS = ['future', 'before_accept', 'before_handover', 'after_finish'] as const
export type TimeProblem = (typeof TIME_PROBLEMS)[number]

type ReadTime =
  | { readonly outcome: 'ok'; readonly at: Date }
  | { readonly outcome: TimeProblem; readonly limit: Date }

interface Bounds {
  readonly acceptedAt: Date
  /** When the job came to whoever has it from somebody who had taken it. */
  readonly handedOverAt: Date | null
  readonly doneAt: Date | null
}

const HOUR_MS = 3_600_000
const NOON = '12:00'
/** Nobody announces an arrival that far ahead: 晚上10点到的, said in the morning, was the day before. */
const FAR_AHEAD_MS = 3 * HOUR_MS
/** A bare hour before seven is read as one of the afternoon (src/dialogue/understand/find-time.ts). */
const AFTERNOON = { from: '13:00', before: '19:00' }

/**
 * The moment at which the estate's clock showed `clock` ("HH:MM"): today, else in the other half of the day where a bare
 * hour says neither, else the day before, the first that is possible. The minute of the acceptance counts as the
 * acceptance itself.
 */
export async function readArrivalTime(
  work: Work,
  ticket: TicketRow,
  clock: string,
): Promise<ReadTime> {
  const bounds = await boundsOf(work, ticket)
  const today = estateInstant(estateDay(work.now), clock)
  const isFarAhead = today.getTime() - work.now.getTime() > FAR_AHEAD_MS
  const before = isFarAhead ? [shifted(today, -24)] : []
  const readings = [today, ...otherHalf(today, clock), ...before]
  const fitting = readings.find((at) => !clash(at, bounds, work.now))
  if (fitting) return { outcome: 'ok', at: later(fitting, bounds.acceptedAt) }
  return clash(before[0] ?? today, bounds, work.now) ?? { outcome: 'future', limit: work.now }
}

function otherHalf(at: Date, clock: string): Date[] {
  const isBareAfternoon = clock >= AFTERNOON.from && clock < AFTERNOON.before
  if (clock < NOON) return [shifted(at, 12)]
  return isBareAfternoon ? [shifted(at, -12)] : []
}

function shifted(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * HOUR_MS)
}

function clash(
  at: Date,
  { acceptedAt, handedOverAt, doneAt }: Bounds,
  now: Date,
): Extract<ReadTime, { limit: Date }> | null {
  if (at > now) return { outcome: 'future', limit: now }
  if (doneAt && at > doneAt) return { outcome: 'after_finish', limit: doneAt }
  if (handedOverAt && isMinuteBefore(at, handedOverAt)) {
    return { outcome: 'before_handover', limit: handedOverAt }
  }
  return isMinuteBefore(at, acceptedAt) ? { outcome: 'before_accept', limit: acceptedAt } : null
}

/** People say minutes: 10:20 is not before 10:20:40. */
function isMinuteBefore(at: Date, limit: Date): boolean {
  return at.getTime() < estateInstant(estateDay(limit), estateTime(limit)).getTime()
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}

async function boundsOf(work: Work, ticket: TicketRow): Promise<Bounds> {
  const { acceptedAt, doneAt, createdAt } = ticket
  return {
    acceptedAt: acceptedAt ?? createdAt,
    handedOverAt: await handOverOf(work, ticket),
    doneAt,
  }
}

/** Null when nobody had taken it before them since it was last opened. */
async function handOverOf(work: Work, ticket: TicketRow): Promise<Date | null> {
  const offers = await work.tx
    .selectFrom('assignment')
    .select(['staffId', 'offeredAt', 'acceptedAt'])
    .where('ticketId', '=', ticket.id)
    .where('offeredAt', '>=', ticket.reopenedAt ?? ticket.createdAt)
    .orderBy('round')
    .execute()
  const own = offers.findLast(({ staffId }) => staffId === ticket.assigneeId)
  const isAfterAnother = offers.some(
    ({ staffId, acceptedAt, offeredAt }) =>
      own && staffId !== own.staffId && acceptedAt && offeredAt < own.offeredAt,
  )
  return own && isAfterAnother ? own.offeredAt : null
}
