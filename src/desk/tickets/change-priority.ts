/** Another priority by the service centre: with a reason, and every promise that is still open counted anew. */

import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { PRIORITIES, type Priority } from './rules.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

export interface NewPriority extends Step {
  readonly priority?: string | undefined
  /** An id of `priority_reasons` in rules/tickets.yaml. */
  readonly reason?: string | undefined
}

type PriorityOutcome = 'reason_wanted' | 'priority_wanted' | 'same'

/** Targets run from the original start (servicedesk.md B7); what is kept or broken stays as it is. */
export async function changePriority(work: Work, step: NewPriority) {
  return staffStep<PriorityOutcome>(
    work,
    'change-priority',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | PriorityOutcome>> => {
      const { staff, ticket } = at
      if (!isAtDesk(staff)) return { outcome: 'not_yours', ticket }
      if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
      const priority = PRIORITIES.find((one) => one === step.priority)
      if (!priority) return { outcome: 'priority_wanted', ticket }
      if (priority === ticket.priority) return { outcome: 'same', ticket }
      const reasons = work.rules.tickets.priority_reasons
      const reason = reasons.find(({ id }) => id === step.reason)
      if (!reason) return { outcome: 'reason_wanted', ticket }
      return { outcome: 'ok', ticket: await change(work, at, { priority, reason: reason.words }) }
    },
  )
}

async function change(
  work: Work,
  { staff, ticket }: InStep,
  { priority, reason }: { readonly priority: Priority; readonly reason: string },
): Promise<TicketRow> {
  const { priorities } = work.rules.tickets
  const changed = await recordEvent(work, ticket, {
    kind: 'priority-changed',
    set: { priority },
    note: { before: ticket.priority, reason, name: staff.name },
  })
  await renewPromises(work, changed)
  await tellOwner(work, changed, { words: 'tickets.owner.moved', isNeeded: true })
  const isOthers = changed.assigneeId !== staff.id
  if (isOthers) {
    await tellHandler(work, changed, {
      words: 'tickets.staff.priority',
      values: {
        before: priorities[ticket.priority as Priority],
        now: priorities[priority],
        by: staff.name,
        reason,
      },
    })
  }
  return changed
}
