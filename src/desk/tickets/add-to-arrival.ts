/** Whoever has come says more of it: since when (补录), from where, with photos. The owner was told once and is told nothing. */
import { correctMet } from '../clocks/correct-met.ts'
import { estateTime } from '../residents/estate-day.ts'
import { supervises } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import {
  type Arrival,
  type ArriveAnswer,
  dispatcherHears,
  noteOf,
  type ReadArrival,
  readArrival,
} from './arrival.ts'
import { stampArrival } from './offers.ts'
import { recordEvent } from './record-event.ts'
import type { InStep } from './staff-step.ts'
import { isIn } from './states.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** They are there, or were; when work is done only the time can still be put right, until the owner has confirmed. */
export function isThere({ staff, ticket }: InStep, { at }: Arrival): boolean {
  const isTheirs = ticket.assigneeId === staff.id || supervises(staff)
  const isWorking = isIn(ticket.state, ['ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])
  const isOpen = isWorking || (ticket.state === 'DONE' && Boolean(at))
  return isTheirs && ticket.arrivedAt !== null && isOpen
}

export async function addToArrival(
  work: Work,
  at: InStep,
  arrival: Arrival,
): Promise<ArriveAnswer> {
  const { ticket, staff } = at
  const read = await readArrival(work, at, arrival)
  if ('outcome' in read) return read
  const isMoved = Boolean(arrival.at) && !isSameMinute(read.time.at, ticket.arrivedAt)
  const set = changesOf(work, read, isMoved)
  if (Object.keys(set).length === 0 && read.where.text === '') {
    const isHeld = ticket.state === 'ON_HOLD' && !arrival.at
    return { outcome: isHeld ? 'wrong_state' : 'already', ticket }
  }
  const changed = await recordEvent(work, ticket, {
    kind: isMoved ? 'arrival-corrected' : 'arrival-noted',
    set,
    note: { ...noteOf(read), ...(isMoved && { before: ticket.arrivedAt }) },
  })
  if (isMoved) await moveArrival(work, ticket, read.time)
  await dispatcherHears(work, changed, { staff, where: read.where })
  return { outcome: 'noted', ticket: changed, news: read }
}

function changesOf(work: Work, { time, where, photos }: ReadArrival, isMoved: boolean) {
  return {
    ...(isMoved && { arrivedAt: time.at, arrivedEnteredAt: work.now }),
    ...(where.place !== null && { arrivedPlace: where.place }),
    ...(where.metres !== null && { arrivedMetres: where.metres }),
    ...photos.set,
  }
}

/** Earlier than the limit of the rules it changes no clock any more; that they came later always does. */
async function moveArrival(
  work: Work,
  { id, assigneeId, arrivedAt }: TicketRow,
  { at, countsFrom }: ReadArrival['time'],
): Promise<void> {
  const counts = countsFrom === at || (arrivedAt !== null && at > arrivedAt)
  if (counts) await correctMet(work, subjectOf(id), 'arrive', at)
  if (assigneeId) await stampArrival(work, id, assigneeId, at)
}

function isSameMinute(a: Date, b: Date | null): boolean {
  return (
    b !== null && Math.abs(a.getTime() - b.getTime()) < 60_000 && estateTime(a) === estateTime(b)
  )
}
