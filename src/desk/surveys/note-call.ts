/** What came of an agent's call: mended, not mended, or nobody answered. */
import type { StaffMember } from '../staff/staff.ts'
import { finishTask } from '../tasks/take-task.ts'
import { reopenTicket } from '../tickets/reopen.ts'
import { closeTicket, confirmTicket } from '../tickets/settle.ts'
import { type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { type CallbackOutcome, type CallbackRow, lockCallback } from './callback.ts'
import { saveScore } from './rate.ts'

export const CALL_RESULTS = ['fixed', 'not_fixed', 'unreachable'] as const

export interface CallNote {
  readonly ticketId: string
  readonly result: (typeof CALL_RESULTS)[number]
  readonly score?: number | undefined
  readonly reason: string
}

/** `not_asked`: there is no question about this ticket. `too_late`: past the days in which it can be reopened. */
export type CallOutcome = 'not_asked' | 'too_late'

const OUTCOMES: Readonly<Record<CallNote['result'], CallbackOutcome>> = {
  fixed: 'fixed',
  not_fixed: 'not-fixed',
  unreachable: 'unreachable',
}

/** By the roles of rules/surveys.yaml, and never by whoever did the work. */
export async function noteCall(work: Work, note: CallNote) {
  return staffStep<CallOutcome>(work, 'called', note, async ({ staff, ticket }) => {
    const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
    if (!callback) return { outcome: 'not_asked', ticket }
    if (!mayCall(work, staff, callback)) return { outcome: 'not_yours', ticket }
    if (callback.state === 'answered') return { outcome: 'already', ticket }
    const outcome = await settle(work, ticket, note)
    if (outcome !== 'ok') return { outcome, ticket }
    await keep(work, callback, { staff, note })
    return { outcome, ticket }
  })
}

function mayCall(work: Work, staff: StaffMember, callback: CallbackRow): boolean {
  const { calling_roles } = work.rules.surveys
  return staff.id !== callback.staffId && staff.roles.some((role) => calling_roles.includes(role))
}

async function settle(
  work: Work,
  ticket: TicketRow,
  note: CallNote,
): Promise<StepAnswer['outcome'] | CallOutcome> {
  if (note.result === 'unreachable') return 'ok'
  if (note.result === 'not_fixed') {
    const { outcome } = await reopenTicket(work, ticket, { text: note.reason, photos: [] })
    return outcome === 'still_open' ? 'wrong_state' : outcome
  }
  await confirmTicket(work, ticket.id, null)
  if (note.score) {
    await saveScore(work, ticket, { score: note.score, reason: note.reason }, 'called')
  } else {
    await closeTicket(work, ticket.id, 'called')
  }
  return 'ok'
}

async function keep(
  work: Work,
  callback: CallbackRow,
  { staff, note }: { readonly staff: StaffMember; readonly note: CallNote },
): Promise<void> {
  await work.tx
    .updateTable('callback')
    .set({ state: 'answered', outcome: OUTCOMES[note.result], answeredAt: work.now })
    .where('id', '=', callback.id)
    .execute()
  if (!callback.taskId) return
  const end = { staffId: staff.id, note: note.result, byTap: false }
  await finishTask(work, callback.taskId, end)
}
