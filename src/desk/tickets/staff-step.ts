/** What every step of staff has in common: who may take it, on a ticket nobody else changes meanwhile, audited. */
import { audit } from '../audit/audit.ts'
import { DeskError } from '../errors.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { supervises } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { keptOut } from './kept-out.ts'
import { maySee } from './may-see.ts'
import { isIn, OPEN_STATES, type TicketState } from './states.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'

/** Outcomes any step may have beside its own. */
export type CommonOutcome =
  | 'ok'
  /** It was done before, by the same hand. */
  | 'already'
  /** Somebody else has it; `holder` says who. */
  | 'taken'
  /** Not now: `ticket.state` says why. */
  | 'wrong_state'
  | 'not_yours'
  /** Done, closed or withdrawn meanwhile. */
  | 'over'
  | 'not_found'

export interface StepAnswer<Outcome extends string = CommonOutcome> {
  readonly outcome: Outcome
  /** As it is now; null when the person may not know it. */
  readonly ticket: TicketRow | null
  /** Whoever has it, where that matters. */
  readonly holder?: string
}

export interface Step {
  readonly ticketId: string
  /** Answered by a card's button: that card is closed by its own answer, so others' are closed here. */
  readonly byTap?: boolean
}

export interface InStep {
  readonly staff: StaffMember
  readonly ticket: TicketRow
  /** The tapper, whose card stays for its own answer; absent for replies, where all cards close. */
  readonly exceptStaffId?: string
}

/**
 * Runs one step of the member of staff who acts. A ticket of another project does not exist for them, and a complaint
 * is nothing for whom it is about, whatever they are else.
 * @throws DeskError `staff-only` when an owner or the system tries it: a flow let somebody in by mistake
 */
export async function staffStep<Outcome extends string>(
  work: Work,
  name: string,
  step: Step,
  act: (at: InStep) => Promise<StepAnswer<Outcome | CommonOutcome>>,
): Promise<StepAnswer<Outcome | CommonOutcome>> {
  const staff = await actingStaff(work)
  const ticket = await lockTicket(work.tx, step.ticketId)
  const isSeen = ticket?.projectId === staff.projectId && (await maySee(work, staff, ticket))
  if (!ticket || !isSeen) return { outcome: 'not_found', ticket: null }
  const at = { staff, ticket, ...(step.byTap ? { exceptStaffId: staff.id } : {}) }
  const answer = (await isPartial(work, at))
    ? ({ outcome: 'not_yours', ticket } as const)
    : await act(at)
  await audit(work, {
    action: `ticket.${name}`,
    subject: subjectOf(ticket.id),
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    detail: { number: ticket.number, from: ticket.state, outcome: answer.outcome },
  })
  return answer
}

/** Whether a complaint is about whoever would act on it. Source: servicedesk.md A6, "Person complained about is kept out"; D4, "not in conflict". */
export async function isPartial(
  work: Work,
  { staff, ticket }: Pick<InStep, 'staff' | 'ticket'>,
): Promise<boolean> {
  return ticket.kind === 'complaint' && (await keptOut(work, ticket, [staff])).has(staff.id)
}

/** @throws DeskError `staff-only` */
export async function actingStaff(work: Work): Promise<StaffMember> {
  const member = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (!member) throw new DeskError('staff-only', `Only staff do this, not ${work.actor.kind}`)
  return member
}

/** Why somebody cannot take a step from these states; null when they can. */
export function refusal(
  { staff, ticket }: InStep,
  from: readonly TicketState[],
): StepAnswer | null {
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  if (ticket.assigneeId !== staff.id && !supervises(staff)) return { outcome: 'not_yours', ticket }
  return isIn(ticket.state, from) ? null : { outcome: 'wrong_state', ticket }
}

/** The name of whoever has a ticket; empty when nobody has. */
export async function holderOf(work: Work, ticket: TicketRow): Promise<string> {
  if (!ticket.assigneeId) return ''
  return (await findStaff(work.tx, ticket.assigneeId))?.name ?? ''
}
