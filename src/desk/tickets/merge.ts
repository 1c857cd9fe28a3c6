/** Merging: 合并. A ticket goes on as part of another, and whoever reported it hears how that one goes (servicedesk.md A5). */
import { acknowledgeLadder } from '../clocks/ladder/acknowledge-ladder.ts'
import { hasMoney } from '../quotes/has-money.ts'
import { cancelTask } from '../tasks/take-task.ts'
import { payerOf } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { isConfidential } from './details.ts'
import { followersOf, followToo } from './followers.ts'
import { mayLink } from './linking.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers, nextRound } from './offers.ts'
import { endPromises, renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { keepRelation, leadingTo, lockRelations, pairProblem, reachable } from './relations.ts'
import type { Priority } from './rules.ts'
import { actingStaff, type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler, tellStaff } from './tell-handler.ts'
import { tellOwner, tellThese } from './tell-owner.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'
import { isGraver } from './weigh.ts'

export interface Merge extends Step {
  /** The id of the ticket it goes on as part of. */
  readonly into: string
  /** Only whether it can be: nothing is done. */
  readonly isAsked?: boolean
}

/**
 * `other_not_found`, `other_over`, `other_merged`: the one it should go on as part of. `self`: the same ticket twice.
 * `other_kind`: a complaint is its owner's own and stays by itself. `danger`: an alarm does not become part of
 * something ordinary. `waits`: one of them waits for the other, so they are two matters. `has_money`: there is a quote,
 * a bill or material of its own, which would be nobody's. `other_payer`: the developer pays for it, and not for the other.
 */
export const MERGE_OUTCOMES = [
  'self',
  'other_not_found',
  'other_over',
  'other_merged',
  'other_kind',
  'danger',
  'waits',
  'has_money',
  'other_payer',
] as const
type MergeOutcome = StepAnswer['outcome'] | (typeof MERGE_OUTCOMES)[number]

export interface MergeAnswer extends StepAnswer<MergeOutcome> {
  readonly other?: TicketRow
  /** How many chats follow the other one from now on. */
  readonly told?: number
}

/** `already`: it is part of another one, whichever. */
export async function mergeTicket(work: Work, merge: Merge): Promise<MergeAnswer> {
  const { projectId } = await actingStaff(work)
  await lockRelations(work.tx, projectId)
  const name = merge.isAsked ? 'ask-merge' : 'merge'
  return staffStep<MergeOutcome>(work, name, merge, async (at): Promise<MergeAnswer> => {
    const { ticket } = at
    const found = await lockTicket(work.tx, merge.into)
    const other = found?.projectId === ticket.projectId ? found : null
    const refused = await refusalOf(work, at, other)
    if (!other) return { outcome: refused ?? 'other_not_found', ticket }
    if (refused || merge.isAsked) return { outcome: refused ?? 'ok', ticket, other }
    return await join(work, at, other)
  })
}

async function refusalOf(
  work: Work,
  { staff, ticket }: InStep,
  other: TicketRow | null,
): Promise<MergeOutcome | null> {
  if (!mayLink(staff)) return 'not_yours'
  if (ticket.state === 'MERGED') return 'already'
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  if (!other) return 'other_not_found'
  if (ticket.id === other.id) return 'self'
  if (other.state === 'MERGED') return 'other_merged'
  if (!isIn(other.state, OPEN_STATES)) return 'other_over'
  if (isOtherKind(ticket, other)) return 'other_kind'
  const isDanger = (one: TicketRow) => categoryOf(work.rules.categories, one.category).hazard
  if (isDanger(ticket) && !isDanger(other)) return 'danger'
  if (await oneWaits(work, ticket, other)) return 'waits'
  return await pairRefusal(work, ticket, other)
}

/** What one of them hides would be read in the other. */
function isOtherKind(one: TicketRow, other: TicketRow): boolean {
  const isMixed = (one.kind === 'complaint') !== (other.kind === 'complaint')
  return isMixed || isConfidential(one) !== isConfidential(other)
}

/** What is agreed with its owner, or decided for them, stands in its row alone. */
async function pairRefusal(work: Work, ticket: TicketRow, other: TicketRow) {
  if (await hasMoney(work.tx, ticket)) return 'has_money'
  const isFree = ticket.payer === 'developer_warranty'
  if (isFree && payerOf(work, other) !== 'developer_warranty') return 'other_payer'
  return (await pairProblem(work.tx, { type: 'DUPLICATE', from: ticket, to: other })) && 'self'
}

async function oneWaits({ tx }: Work, one: TicketRow, two: TicketRow): Promise<boolean> {
  const [after, before] = [
    await reachable(tx, 'BLOCKS', one.id),
    await leadingTo(tx, 'BLOCKS', one.id),
  ]
  return [...after, ...before].includes(two.id)
}

async function join(work: Work, at: InStep, other: TicketRow): Promise<MergeAnswer> {
  const { staff, ticket } = at
  const merged = await end(work, at, other)
  await keepRelation(work, { type: 'DUPLICATE', from: merged, to: other })
  const people = await followersOf(work, merged.id)
  await followToo(work, { fromId: merged.id, toId: other.id, as: 'merged' })
  const parent = await takeIn(work, merged, other)
  const added = (await followersOf(work, parent.id)).filter(({ conversationId }) =>
    people.some((one) => one.conversationId === conversationId),
  )
  const values = { number: merged.number, into: parent.number }
  await tellThese(work, parent, added, { words: 'tickets.owner.merged', isNeeded: true, values })
  if (ticket.assigneeId && ticket.assigneeId !== staff.id) {
    await tellStaff(work, merged, ticket.assigneeId, {
      words: 'tickets.staff.merged',
      values: { into: parent.number, by: staff.name },
    })
  }
  return { outcome: 'ok', ticket: merged, other: parent, told: added.length }
}

/** Nothing is promised, offered or called for it by itself any more. */
async function end(work: Work, { staff, ticket, exceptStaffId }: InStep, other: TicketRow) {
  const merged = await mustMove(work, ticket, {
    to: 'MERGED',
    kind: 'merged',
    set: {
      closeCode: 'merged',
      closedAt: work.now,
      heldFrom: null,
      holdReason: null,
      holdUntil: null,
    },
    note: { name: other.number },
  })
  await endOffers(work, ticket.id, { outcome: 'cancelled', reason: other.number })
  await cancelTask(work, dispatchTaskKey(ticket.id, await nextRound(work.tx, ticket.id)))
  // Of a danger the ladder calls until somebody has taken it: the other one's goes on.
  await acknowledgeLadder(work, subjectOf(ticket.id), staff.id)
  await endPromises(work, merged, 'merged')
  await closeCards(work, merged, {
    words: 'tickets.card.merged',
    values: { into: other.number },
    exceptStaffId,
  })
  return merged
}

/** The other one's handler reads what was reported; it goes before others as the graver of both does. */
async function takeIn(work: Work, merged: TicketRow, other: TicketRow): Promise<TicketRow> {
  const isWorse = isGraver(merged.priority as Priority, other.priority as Priority)
  const { priority, urgency, impact, description: text } = merged
  const photos = merged.photoIds.length
  const parent = await recordEvent(work, other, {
    kind: 'joined',
    ...(isWorse && { set: { priority, urgency, impact } }),
    note: { name: merged.number, text, photos },
  })
  const raised = isWorse ? work.rules.tickets.priorities[priority as Priority] : ''
  if (isWorse) {
    await renewPromises(work, parent)
    await tellOwner(work, parent, 'tickets.owner.raised', { priority: raised })
  }
  const values = { joined: merged.number, from: merged.place, text, photos, raised }
  await tellHandler(work, parent, { words: 'tickets.staff.joined', values })
  return parent
}
