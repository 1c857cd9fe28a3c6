/** Being there: 到场, and beginning to work: 开始. */
import type { Work } from '../work.ts'
import { addToArrival, isThere } from './add-to-arrival.ts'
import { type Arrival, type ArriveAnswer, dispatcherHears, noteOf, readArrival } from './arrival.ts'
import { closeCards, showJob } from './cards.ts'
import { categoryOf } from './categories.ts'
import { mustMove } from './move-ticket.ts'
import { stampOffer } from './offers.ts'
import { keepArrive } from './promises.ts'
import { sayTime } from './say-time.ts'
import { type InStep, refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { tellOwner } from './tell-owner.ts'

/** Only after acceptance: field times have an order (servicedesk.md C32). Whoever has come already may add to it. */
export async function arriveAtTicket(work: Work, arrival: Arrival): Promise<ArriveAnswer> {
  return staffStep<ArriveAnswer['outcome']>(work, 'arrive', arrival, async (at) => {
    const { visit } = categoryOf(work.rules.categories, at.ticket.category)
    if (visit && isThere(at, arrival)) return await addToArrival(work, at, arrival)
    const refused = refusal(at, visit ? ['ACCEPTED'] : [])
    return refused ? alreadyIn(refused, ['ARRIVED', 'IN_PROGRESS']) : checkIn(work, at, arrival)
  })
}

async function checkIn(work: Work, at: InStep, arrival: Arrival): Promise<ArriveAnswer> {
  const { ticket, staff, exceptStaffId } = at
  const read = await readArrival(work, at, arrival)
  if ('outcome' in read) return read
  const arrived = await mustMove(work, ticket, {
    to: 'ARRIVED',
    kind: 'arrived',
    set: {
      arrivedAt: read.time.at,
      arrivedEnteredAt: read.time.isLate ? work.now : null,
      arrivedPlace: read.where.place,
      arrivedMetres: read.where.metres,
      ...read.photos.set,
    },
    note: noteOf(read),
  })
  await keepArrive(work, arrived, read.time.countsFrom)
  const handlerId = arrived.assigneeId ?? staff.id
  await stampOffer(work, ticket.id, handlerId, { arrivedAt: read.time.at })
  await closeCards(work, arrived, { words: 'tickets.card.arrived', exceptStaffId })
  await showJob(work, arrived, handlerId)
  const said = read.time.isLate ? sayTime(read.time.at, work.now) : ''
  await tellOwner(work, arrived, 'tickets.owner.arrived', { at: said })
  await dispatcherHears(work, arrived, { staff, where: read.where })
  return { outcome: 'ok', ticket: arrived, news: read }
}

/** Work has begun; the card on site stays as it is. */
export async function startWork(work: Work, step: Step): Promise<StepAnswer> {
  return staffStep(work, 'start', step, async (at) => {
    const refused = refusal(at, ['ARRIVED'])
    if (refused) return alreadyIn(refused, ['IN_PROGRESS'])
    const begun = await mustMove(work, at.ticket, { to: 'IN_PROGRESS', kind: 'started' })
    return { outcome: 'ok', ticket: begun }
  })
}

/** A second tap on what is done is no mistake worth explaining. */
function alreadyIn(refused: StepAnswer, states: readonly string[]): StepAnswer {
  const isIn = refused.outcome === 'wrong_state' && states.includes(refused.ticket?.state ?? '')
  return isIn ? { ...refused, outcome: 'already' } : refused
}
