/** One ticket waits for another: it is on hold until that one is finished or taken back (servicedesk.md A5, blocks). */
import { z } from 'zod'
import type { TimerHandler } from '../action.ts'
import { addDays, estateDay } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import { closeCards, showJob } from './cards.ts'
import { goOn, type HoldPlan, putOnHold } from './hold.ts'
import { leadingTicket } from './leading-ticket.ts'
import { mayLink } from './linking.ts'
import { recordEvent } from './record-event.ts'
import {
  endRelation,
  keepRelation,
  leadingTo,
  lockRelations,
  openRelations,
  pairProblem,
  type Relation,
} from './relations.ts'
import { actingStaff, type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { HOLDABLE_STATES, isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, lockTicket, type TicketRow } from './ticket.ts'

/** `circle`: that one waits for this one, directly or by others. `already`: it waits for it. */
export const WAIT_OUTCOMES = ['self', 'other_not_found', 'other_over', 'circle'] as const
type WaitOutcome = StepAnswer['outcome'] | (typeof WAIT_OUTCOMES)[number]

export interface WaitAnswer extends StepAnswer<WaitOutcome> {
  readonly other?: TicketRow
}

/** By whoever works on it, the service centre or a steward. What was merged is waited for as what it goes on as. */
export async function waitFor(
  work: Work,
  step: Step & { readonly other: string },
): Promise<WaitAnswer> {
  const { projectId } = await actingStaff(work)
  await lockRelations(work.tx, projectId)
  return staffStep<WaitOutcome>(work, 'wait-for', step, async (at): Promise<WaitAnswer> => {
    const { staff, ticket } = at
    const said = await findTicket(work.tx, step.other)
    const other = said && (await lockTicket(work.tx, (await leadingTicket(work.tx, said)).id))
    if (!mayLink(staff) && ticket.assigneeId !== staff.id) return { outcome: 'not_yours', ticket }
    if (!other || other.projectId !== ticket.projectId)
      return { outcome: 'other_not_found', ticket }
    const refused = await refusalOf(work, ticket, other)
    if (refused) return { outcome: refused, ticket, other }
    return { outcome: 'ok', ticket: await hold(work, at, other), other }
  })
}

async function refusalOf(
  work: Work,
  ticket: TicketRow,
  other: TicketRow,
): Promise<WaitOutcome | null> {
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  if (ticket.id === other.id) return 'self'
  if (!isIn(other.state, OPEN_STATES)) return 'other_over'
  const problem = await pairProblem(work.tx, { type: 'BLOCKS', from: other, to: ticket })
  if (problem) return problem === 'linked' ? 'already' : 'circle'
  const canWait = isIn(ticket.state, HOLDABLE_STATES) || isWaiting(work, ticket)
  return canWait ? null : 'wrong_state'
}

async function hold(work: Work, at: InStep, other: TicketRow): Promise<TicketRow> {
  const { ticket } = at
  await keepRelation(work, { type: 'BLOCKS', from: other, to: ticket })
  await recordEvent(work, other, { kind: 'blocks', note: { name: ticket.number } })
  const noted = await recordEvent(work, ticket, {
    kind: 'blocked-by',
    note: { name: other.number },
  })
  return isWaiting(work, noted)
    ? noted
    : await putOnHold(work, { ...at, ticket: noted }, planOf(work))
}

/** Until the usual time of its reason, when nobody has gone on before. */
function planOf(work: Work): HoldPlan {
  const { id, words, days } = work.rules.tickets.hold.linked
  return { reason: id, words, until: addDays(estateDay(work.now), days) }
}

function isWaiting({ rules }: Work, { state, holdReason }: TicketRow): boolean {
  return state === 'ON_HOLD' && holdReason === rules.tickets.hold.linked.id
}

const ofTicket = z.object({ ticketId: z.string() })

/** What a ticket was waited for by goes on, unless it waits for another one too. */
export const blockerOver: TimerHandler = async (work, timer) => {
  const { ticketId } = ofTicket.parse(timer.payload)
  const blocker = await findTicket(work.tx, ticketId)
  if (!blocker) return
  await lockRelations(work.tx, blocker.projectId)
  // Opened again before this rang: they wait on.
  if (isIn(blocker.state, OPEN_STATES)) return
  const parts = [blocker.id, ...(await leadingTo(work.tx, 'DUPLICATE', blocker.id))]
  const waits = (await openRelations(work.tx, parts)).filter(
    ({ type, fromId }) => type === 'BLOCKS' && parts.includes(fromId),
  )
  for (const wait of waits) await free(work, wait, blocker)
}

async function free(work: Work, wait: Relation, blocker: TicketRow): Promise<void> {
  const ticket = await lockTicket(work.tx, wait.toId)
  if (!ticket) return
  await endRelation(work, wait.id)
  const noted = await recordEvent(work, ticket, {
    kind: 'unblocked',
    note: { name: blocker.number },
  })
  const others = await openRelations(work.tx, [ticket.id])
  const waitsOn = others.some(({ type, toId }) => type === 'BLOCKS' && toId === ticket.id)
  if (!isWaiting(work, noted) || waitsOn) return
  const going = await goOn(work, noted)
  await closeCards(work, going, { words: 'tickets.card.resumed' })
  if (going.assigneeId) {
    await showJob(work, going, going.assigneeId)
    const values = { other: blocker.number }
    await tellStaff(work, going, going.assigneeId, { words: 'tickets.staff.unblocked', values })
  }
  await tellOwner(work, going, 'tickets.owner.resumed')
}
