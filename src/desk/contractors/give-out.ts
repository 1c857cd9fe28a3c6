/** 转外包: a ticket is given to a contractor with a reason, under an agreement; the owner's promise runs on. */
import { isLocalAdmin } from '../staff/local-admin.ts'
import { SKILL_WORDS, type Skill } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import { isAtDesk, isOfTheHouse } from '../staff/supervises.ts'
import { take } from '../tickets/accept.ts'
import { assign } from '../tickets/assign.ts'
import { categoryOf } from '../tickets/categories.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { keptOut } from '../tickets/kept-out.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { release } from '../tickets/release.ts'
import { sayDay } from '../tickets/say-time.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES, WAITING_STATES } from '../tickets/states.ts'
import { tellStaff } from '../tickets/tell-handler.ts'
import { tellOwner } from '../tickets/tell-owner.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import { isAsked } from '../warranty/ask-to-settle.ts'
import { payerOf } from '../warranty/payer-of.ts'
import { settleAs } from '../warranty/settle.ts'
import type { Work } from '../work.ts'
import { type Agreed, agreementFor } from './agreement.ts'
import { callFirm } from './call-firm.ts'
import { type ContractorRow, chatPeopleOf, findContractors } from './contractors.ts'
import { openOrder, openOrderOf } from './order.ts'

export interface GiveOut extends Step {
  /** Id, name or part of the name of a firm. */
  readonly contractor?: string | undefined
  readonly reason?: string | undefined
}

export const GIVE_OUTCOMES = [
  'contractor_wanted',
  'no_contractor',
  'several',
  'reason_wanted',
  'given_already',
  'no_agreement',
  'not_begun',
  'expired',
  'not_covered',
  'not_visited',
  'not_warranty',
] as const
type GiveOutcome = (typeof GIVE_OUTCOMES)[number]

export interface GivenOut extends StepAnswer<GiveOutcome | StepAnswer['outcome']> {
  readonly firm?: string
  /** Who of the firm has it in chat; empty: the firm is phoned. */
  readonly member?: string
  /** The day on which the agreement ended, in words. */
  readonly until?: string
  readonly trade?: string
}

/**
 * By whoever has it, or the service centre. `not_warranty`: who pays was not decided to be the developer, and whoever
 * asks may not decide it; the service centre does by giving it. Whoever hands a free ticket to a firm without chat follows it themselves.
 */
export async function giveToContractor(work: Work, step: GiveOut): Promise<GivenOut> {
  return staffStep<GiveOutcome>(work, 'give-out', step, async (at): Promise<GivenOut> => {
    const { ticket } = at
    const refused = await refusalOf(work, at)
    if (refused) return { outcome: refused, ticket }
    const firm = await firmMeant(work, ticket, step.contractor?.trim() ?? '')
    if (typeof firm === 'string') return { outcome: firm, ticket }
    const basis = await basisFor(work, at, firm)
    if ('outcome' in basis) return { ...basis, ticket, firm: firm.name }
    const taker = await takerOf(work, at, firm)
    if (typeof taker === 'string') return { outcome: taker, ticket, firm: firm.name }
    const reason = cleanText(step.reason ?? '', work.rules.tickets.longest_reason)
    if (reason === '') return { outcome: 'reason_wanted', ticket, firm: firm.name }
    const decided = await decide(work, at, { ...basis, reason })
    return await give(work, decided, { firm, reason, ...basis, ...taker })
  })
}

/** Giving it to a developer says that it is the developer's; the owner hears so with the gift. */
async function decide(
  work: Work,
  at: InStep,
  { isToDecide, reason }: { readonly isToDecide: boolean; readonly reason: string },
): Promise<InStep> {
  if (!isToDecide) return at
  return { ...at, ticket: await settleAs(work, at, { verdict: 'in', reason }) }
}

type Basis =
  | { readonly agreementId: string | null; readonly isToDecide: boolean }
  | Pick<GivenOut, 'outcome' | 'until' | 'trade'>

/**
 * What the work is given under: an agreement that covers it, or of a developer its warranty. That needs no agreement:
 * it is owed by law (建设工程质量管理条例, art. 41).
 */
async function basisFor(
  work: Work,
  { staff, ticket }: InStep,
  firm: ContractorRow,
): Promise<Basis> {
  const { skill } = categoryOf(work.rules.categories, ticket.category)
  const agreed = await agreementFor(work, firm.id, skill)
  const agreementId = agreed.outcome === 'ok' ? agreed.agreementId : null
  if (firm.kind === 'developer') {
    const isDecided = payerOf(work, ticket) === 'developer_warranty'
    const isToDecide = !isDecided || (await isAsked(work, ticket.id))
    if (isToDecide && !isAtDesk(staff)) return { outcome: 'not_warranty' }
    return { agreementId, isToDecide }
  }
  return agreed.outcome === 'ok'
    ? { agreementId: agreed.agreementId, isToDecide: false }
    : lacking(work, agreed, skill)
}

async function firmMeant(
  work: Work,
  { projectId }: TicketRow,
  said: string,
): Promise<ContractorRow | 'contractor_wanted' | 'no_contractor' | 'several'> {
  if (said === '') return 'contractor_wanted'
  const [firm, ...others] = await findContractors(work.tx, projectId, said)
  if (!firm) return 'no_contractor'
  return others.length > 0 ? 'several' : firm
}

function lacking(work: Work, agreed: Exclude<Agreed, { outcome: 'ok' }>, skill: Skill | null) {
  const until = agreed.outcome === 'expired' ? sayDay(agreed.until, work.now) : ''
  return { outcome: agreed.outcome, until, trade: skill ? SKILL_WORDS[skill] : '' }
}

async function refusalOf(work: Work, { staff, ticket }: InStep) {
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  const mayGive = isOfTheHouse(staff) && (ticket.assigneeId === staff.id || isAtDesk(staff))
  if (!mayGive) return 'not_yours'
  if (!categoryOf(work.rules.categories, ticket.category).visit) return 'not_visited'
  return (await openOrderOf(work.tx, ticket.id)) ? 'given_already' : null
}

interface Gift {
  readonly firm: ContractorRow
  readonly reason: string
  readonly agreementId: string | null
  /** Who of the firm gets it in chat; the firm is phoned without one. */
  readonly member?: StaffMember | undefined
}

/** A firm that is phoned needs somebody of the house who follows it, and the local administrator has no chat. */
async function takerOf(
  work: Work,
  { staff, ticket }: InStep,
  firm: ContractorRow,
): Promise<Pick<Gift, 'member'> | 'given_already' | 'not_yours'> {
  const people = await chatPeopleOf(work, firm)
  if (people.some(({ id }) => id === ticket.assigneeId)) return 'given_already'
  const about = await keptOut(work, ticket, people)
  const member = people.find(({ id }) => !about.has(id))
  return !member && isLocalAdmin(staff.id) && !isFollowed(ticket) ? 'not_yours' : { member }
}

async function give(work: Work, at: InStep, gift: Gift): Promise<GivenOut> {
  const { firm, member } = gift
  const noted = await recordEvent(work, at.ticket, {
    kind: 'contractor-given',
    note: { name: firm.name, reason: gift.reason },
  })
  const here = { ...at, ticket: noted }
  if (member) {
    const words = 'tickets.card.transferred'
    const reason = gift.reason
    const released = await release(work, noted, { outcome: 'transferred', reason, words })
    const how = { mode: 'MANUAL', tries: 1, reason, isByOrder: true } as const
    await tellMember(work, await assign(work, released, member, how), { member, reason })
  } else await byPhone(work, here, gift)
  const given = (await findTicket(work.tx, noted.id)) ?? noted
  await tellFormer(work, at, { given, firm })
  await tellOwner(
    work,
    given,
    { words: 'tickets.owner.contractor_given', isNeeded: true },
    { firm: firm.name, is_developer: firm.kind === 'developer' },
  )
  return { outcome: 'ok', ticket: given, firm: firm.name, member: member?.name ?? '' }
}

/** Why it is theirs now: the card has the fault, not the reason. */
async function tellMember(
  work: Work,
  given: TicketRow,
  { member, reason }: { readonly member: StaffMember; readonly reason: string },
): Promise<void> {
  await tellStaff(work, given, member.id, { words: 'tickets.staff.given_out', values: { reason } })
}

/** Whoever had it and did not give it out themselves. */
async function tellFormer(
  work: Work,
  { staff, ticket }: InStep,
  { given, firm }: { readonly given: TicketRow; readonly firm: ContractorRow },
): Promise<void> {
  const former = ticket.assigneeId
  if (!former || former === staff.id || former === given.assigneeId) return
  if (!isIn(ticket.state, OPEN_STATES) || !isInHand(ticket)) return
  const values = { to: firm.name }
  await tellStaff(work, given, former, { words: 'tickets.staff.taken_away', values })
}

/** Somebody has it, accepted or not. */
function isInHand({ state, assigneeId }: TicketRow): boolean {
  return assigneeId !== null && !isIn(state, WAITING_STATES)
}

/** Somebody of the house has the ticket and follows it; the service centre phones the firm with a script. */
async function byPhone(work: Work, at: InStep, { firm, reason, agreementId }: Gift): Promise<void> {
  const ticket = isFollowed(at.ticket) ? at.ticket : await takeOn(work, at)
  const order = await openOrder(work, ticket, {
    ...{ contractorId: firm.id, agreementId, staffId: null, reason },
  })
  await callFirm(work, ticket, { orderId: order.id, firm, reason })
}

/** Somebody of the house has accepted it. */
function isFollowed({ acceptedAt, assigneeId }: TicketRow): boolean {
  return acceptedAt !== null && assigneeId !== null
}

/** What nobody has accepted becomes the giver's, who follows it; the owner hears of the firm, not of a visit of theirs. */
async function takeOn(work: Work, at: InStep): Promise<TicketRow> {
  if (!isIn(at.ticket.state, [...WAITING_STATES, 'ASSIGNED'])) return at.ticket
  const words = 'tickets.card.transferred'
  const released = await release(work, at.ticket, { outcome: 'transferred', reason: null, words })
  return await take(work, { ...at, ticket: released })
}
