/** Being there: 到场, and beginning to work: 开始. */
import type { Work } from '../work.ts'
import { closeCards, showJob } from './cards.ts'
import { categoryOf } from './categories.ts'
import { mustMove } from './move-ticket.ts'
import { stampOffer } from './offers.ts'
import { keepArrive } from './promises.ts'
import { refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { tellOwner } from './tell-owner.ts'

/** Only after acceptance: field times have an order (servicedesk.md C32). */
export async function arriveAtTicket(work: Work, step: Step): Promise<StepAnswer> {
  return staffStep(work, 'arrive', step, async (at) => {
    const { ticket, exceptStaffId } = at
    const { visit } = categoryOf(work.rules.categories, ticket.category)
    const refused = refusal(at, visit ? ['ACCEPTED'] : [])
    if (refused) return alreadyIn(refused, ['ARRIVED', 'IN_PROGRESS'])
    const arrived = await mustMove(work, ticket, {
      to: 'ARRIVED',
      kind: 'arrived',
      set: { arrivedAt: work.now },
    })
    await keepArrive(work, arrived)
    const handlerId = arrived.assigneeId ?? at.staff.id
    await stampOffer(work, ticket.id, handlerId, { arrivedAt: work.now })
    await closeCards(work, arrived, { words: 'tickets.card.arrived', exceptStaffId })
    await showJob(work, arrived, handlerId)
    await tellOwner(work, arrived, 'tickets.owner.arrived')
    return { outcome: 'ok', ticket: arrived }
  })
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
  const isThere = refused.outcome === 'wrong_state' && states.includes(refused.ticket?.state ?? '')
  return isThere ? { ...refused, outcome: 'already' } : refused
}
