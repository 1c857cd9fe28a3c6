/** The steps that forms answer for, by the submit keys of flows/_forms/tickets.yaml. */
import type { Work } from '../work.ts'
import { changePriority } from './change-priority.ts'
import { handBack } from './hand-back.ts'
import { assignByHand, transferTicket } from './hand-over.ts'
import { callByForm } from './help/help-form.ts'
import { holdTicket } from './hold.ts'
import type { Step, StepAnswer } from './staff-step.ts'

export interface FormTap extends Step {
  readonly reason?: string | undefined
  /** A directory id, or `ANYONE`. */
  readonly colleague?: string | undefined
  readonly priority?: string | undefined
}

/** Stands for "whoever comes next": no directory id reads so. */
export const ANYONE = '*'

/** The job's own card is closed with the others: only the form is closed by its answer. */
export const FORM_STEPS: Readonly<
  Record<string, (work: Work, tap: FormTap) => Promise<StepAnswer<string>>>
> = {
  hold_why: holdTicket,
  return_why: handBack,
  transfer_to: (work, { ticketId, reason, colleague = ANYONE }) =>
    colleague === ANYONE
      ? handBack(work, { ticketId, reason })
      : transferTicket(work, { ticketId, reason, colleague }),
  assign_to: (work, tap) => assignByForm(work, tap, true),
  reassign_to: (work, tap) => assignByForm(work, tap, false),
  change_priority: changePriority,
  call_in_who: callByForm,
}

async function assignByForm(
  work: Work,
  { ticketId, colleague = '' }: FormTap,
  whileNobodyHasIt: boolean,
) {
  const answer = await assignByHand(work, { ticketId, colleague, whileNobodyHasIt })
  const nobodyChosen = answer.outcome === 'no_such_colleague' && colleague === ''
  return nobodyChosen ? { ...answer, outcome: 'colleague_wanted' } : answer
}
