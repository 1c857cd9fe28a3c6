/** Giving a job to a named colleague: 转单 by whoever has it, 派单 by a dispatcher. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import { agreementFor } from '../contractors/agreement.ts'
import { findContractor } from '../contractors/contractors.ts'
import { onDutyStaff } from '../roster/on-duty.ts'
import { findColleagues } from '../staff/find-colleagues.ts'
import type { StaffMember } from '../staff/staff.ts'
import { supervises } from '../staff/supervises.ts'
import { payerOf } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { assign } from './assign.ts'
import { categoryOf } from './categories.ts'
import { reasonOf } from './hand-back.ts'
import { keptOut } from './kept-out.ts'
import { release } from './release.ts'
import { type InStep, refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES, WAITING_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { tellResponder } from './tell-responder.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

export interface HandOver extends Step {
  /** The colleague's name, directory id, or a way of calling them like 王师傅. */
  readonly colleague: string
  readonly reason?: string | undefined
  /** By a form, which may be answered after somebody else has taken the job. */
  readonly whileNobodyHasIt?: boolean
}

/** `several`: `people` lists who can be meant. `same`: it is theirs already. `conflict`: it is about them. */
type HandOverOutcome =
  | 'no_such_colleague'
  | 'several'
  | 'same'
  | 'conflict'
  | 'reason_wanted'
  /** They are a contractor's, and no agreement with it holds today for this work. */
  | 'no_agreement'

export interface HandOverAnswer extends StepAnswer<HandOverOutcome | StepAnswer['outcome']> {
  readonly people?: readonly StaffMember[]
  readonly colleague?: string
  /** They are not on duty now: the person who gave it should know. */
  readonly offDuty?: boolean
}

/** By whoever has it, or a supervisor; needs a reason. The colleague still has to accept. */
export async function transferTicket(work: Work, over: HandOver): Promise<HandOverAnswer> {
  return staffStep<HandOverOutcome>(work, 'transfer', over, async (at) => {
    const held = OPEN_STATES.filter((state) => !isIn(state, WAITING_STATES))
    const refused = refusal(at, held)
    if (refused) return refused
    const reason = reasonOf(work, over.reason)
    if (!reason) return { outcome: 'reason_wanted', ticket: at.ticket }
    return give(work, at, { said: over.colleague, reason, mode: 'TRANSFER' })
  })
}

/** By hand, by a dispatcher, lead or manager, whoever has it now. */
export async function assignByHand(work: Work, over: HandOver): Promise<HandOverAnswer> {
  return staffStep<HandOverOutcome>(work, 'assign', over, async (at) => {
    if (!supervises(at.staff)) return { outcome: 'not_yours', ticket: at.ticket }
    const refused = refusal(at, over.whileNobodyHasIt ? WAITING_STATES : OPEN_STATES)
    if (refused) return refused
    const reason = reasonOf(work, over.reason)
    return give(work, at, { said: over.colleague, reason, mode: 'MANUAL' })
  })
}

interface Gift {
  readonly said: string
  readonly reason: string | null
  readonly mode: 'TRANSFER' | 'MANUAL'
}

async function give(work: Work, at: InStep, { said, reason, mode }: Gift): Promise<HandOverAnswer> {
  const { ticket } = at
  const [colleague, ...others] = await findColleagues(work.tx, ticket.projectId, said)
  if (!colleague) return { outcome: 'no_such_colleague', ticket }
  if (others.length > 0) return { outcome: 'several', ticket, people: [colleague, ...others] }
  if (colleague.id === ticket.assigneeId) return { outcome: 'same', ticket, holder: colleague.name }
  const about = await keptOut(work, ticket, [colleague])
  if (!(await hasAgreement(work, ticket, colleague))) {
    return { outcome: 'no_agreement', ticket, colleague: colleague.name }
  }
  if (about.has(colleague.id)) return { outcome: 'conflict', ticket, colleague: colleague.name }
  const given = await passOn(work, at, { colleague, reason, mode })
  const onDuty = await onDutyStaff(work, { projectId: ticket.projectId, at: work.now })
  const offDuty = !onDuty.some((member) => member.id === colleague.id)
  return { outcome: 'ok', ticket: given, colleague: colleague.name, offDuty }
}

/** Of a contractor's people: as for the firm itself (contractors/agreement.ts); of a developer's, what it has to pay for. */
async function hasAgreement(work: Work, ticket: TicketRow, { contractorId }: StaffMember) {
  if (!contractorId) return true
  const firm = await findContractor(work.tx, contractorId)
  if (firm?.kind === 'developer') return payerOf(work, ticket) === 'developer_warranty'
  const { skill } = categoryOf(work.rules.categories, ticket.category)
  return (await agreementFor(work, contractorId, skill)).outcome === 'ok'
}

async function passOn(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
  gift: Omit<Gift, 'said'> & { readonly colleague: StaffMember },
): Promise<TicketRow> {
  const { colleague, reason, mode } = gift
  const released = await release(work, ticket, {
    outcome: 'transferred',
    reason,
    words: 'tickets.card.transferred',
    exceptStaffId,
  })
  const given = await assign(work, released, colleague, { mode, tries: 1, reason })
  if (ticket.acceptedAt) {
    await restartLadder(work, subjectOf(ticket.id))
    await tellOwner(work, given, { words: 'tickets.owner.rearranged', isNeeded: true })
  }
  const values = { to: colleague.name }
  if (ticket.assigneeId) {
    await tellResponder(work, given, { words: 'tickets.staff.first_moved', values })
  }
  if (ticket.assigneeId && ticket.assigneeId !== staff.id) {
    await tellStaff(work, given, ticket.assigneeId, { words: 'tickets.staff.taken_away', values })
  }
  return given
}
