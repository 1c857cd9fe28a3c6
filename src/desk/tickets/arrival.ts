/** What somebody says when they have come: when, where, and what it looks like. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { readWhere, type SaidWhere, type Where } from './arrival-place.ts'
import { readArrivalTime, type TimeProblem } from './said-arrival.ts'
import { type AddedPhotos, addSitePhotos } from './site-photos.ts'
import type { InStep, Step, StepAnswer } from './staff-step.ts'
import { tellDispatchers } from './tell-handler.ts'
import type { TicketRow } from './ticket.ts'

export interface Arrival extends Step, SaidWhere {
  /** "HH:MM" of the estate's clock, when they say later when they came. */
  readonly at?: string | undefined
  readonly photos?: readonly string[] | undefined
}

export interface ReadArrival {
  readonly time: {
    readonly at: Date
    /** Written down after it happened. */
    readonly isLate: boolean
    /** The moment its clock is met: the one that was said, within the limit of the rules. */
    readonly countsFrom: Date
  }
  readonly where: Where
  readonly photos: AddedPhotos
}

/** `noted`: they had come already, and something was added. A refused time says what it clashes with. */
export interface ArriveAnswer extends StepAnswer<StepAnswer['outcome'] | 'noted' | TimeProblem> {
  readonly news?: ReadArrival
  readonly limit?: Date
}

/** The answer that refuses, when the time that was said cannot be. */
export async function readArrival(
  work: Work,
  { ticket, staff }: InStep,
  arrival: Arrival,
): Promise<ReadArrival | ArriveAnswer> {
  const said = arrival.at ? await readArrivalTime(work, ticket, arrival.at) : null
  if (said && 'limit' in said) return { outcome: said.outcome, ticket, limit: said.limit }
  const { photos = [] } = arrival
  return {
    time: timeOf(work, said?.at ?? work.now),
    where: await readWhere(work, ticket, arrival),
    photos: await addSitePhotos(work, ticket, { kind: 'arrival', photos, staffId: staff.id }),
  }
}

const MINUTE_MS = 60_000

function timeOf(work: Work, at: Date): ReadArrival['time'] {
  const agoMs = work.now.getTime() - at.getTime()
  const isWithin = agoMs <= work.rules.tickets.arrival.late_entry_minutes * MINUTE_MS
  return { at, isLate: agoMs >= MINUTE_MS, countsFrom: isWithin ? at : work.now }
}

/** What the log says beside the columns: the time of the event is when it was written down. */
export function noteOf({ time, where, photos }: ReadArrival): Readonly<Record<string, unknown>> {
  return {
    ...(time.isLate && { saidAt: time.at, countsFrom: time.countsFrom }),
    ...(where.place !== null && { place: where.place }),
    ...(where.metres !== null && { metres: where.metres }),
    ...(where.isFar && { far: true }),
    ...(where.text !== '' && { text: where.text }),
    ...(photos.added.length > 0 && { photos: photos.added }),
  }
}

/** Somebody checked in from elsewhere: no mistake that stops them, but whoever gives work out should know. */
export async function dispatcherHears(
  work: Work,
  ticket: TicketRow,
  { staff, where }: { readonly staff: StaffMember; readonly where: Where },
): Promise<void> {
  if (!where.isFar) return
  await tellDispatchers(work, ticket, {
    words: 'tickets.staff.far',
    values: { holder: staff.name, at_place: where.place ?? '', metres: where.metres ?? 0 },
  })
}
