/** What came of an agent's call: mended or not, content or not, refused, or nobody answered. */
import type { StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import { finishTask } from '../tasks/take-task.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { reopenTicket } from '../tickets/reopen.ts'
import { closeTicket, confirmTicket } from '../tickets/settle.ts'
import { type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { callAgain } from './call-again.ts'
import { type CallbackOutcome, type CallbackRow, lockCallback } from './callback.ts'
import { openRecovery, whoDidIt } from './open-recovery.ts'
import { saveScore } from './rate.ts'

/** `dissatisfied`: mended, and they are not content all the same. `refused`: they do not want to be asked. */
export const CALL_RESULTS = [
  'fixed',
  'not_fixed',
  'dissatisfied',
  'refused',
  'unreachable',
] as const

export interface CallNote {
  readonly ticketId: string
  readonly result: (typeof CALL_RESULTS)[number]
  readonly score?: number | undefined
  readonly reason: string
  /** By a button of the card, which is closed by its own answer. */
  readonly byTap?: boolean
}

/**
 * `not_asked`: there is no question about this ticket. `linked`: past the days in which it can be reopened, a new one
 * goes on from it.
 * `again`: nobody answered, and somebody calls again at `nextCallAt`.
 */
type CallOutcome = 'not_asked' | 'linked' | 'again'

export interface CallAnswer extends StepAnswer<CallOutcome | StepAnswer['outcome']> {
  /** Calls nobody answered, this one included. */
  readonly attempts?: number
  readonly nextCallAt?: Date
  readonly linked?: TicketRow
}

const OUTCOMES: Readonly<Record<CallNote['result'], CallbackOutcome>> = {
  fixed: 'fixed',
  not_fixed: 'not-fixed',
  dissatisfied: 'dissatisfied',
  refused: 'refused',
  unreachable: 'unreachable',
}

/** By the roles of rules/surveys.yaml, and never by whoever did the work. */
export async function noteCall(work: Work, given: CallNote): Promise<CallAnswer> {
  const note = { ...given, reason: cleanText(given.reason, work.rules.surveys.max_chars) }
  return staffStep<CallOutcome>(work, 'called', note, async ({ staff, ticket }) => {
    const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
    const refused = refusalOf(work, staff, callback)
    if (refused || !callback) return { outcome: refused ?? 'not_asked', ticket }
    const again = await nextTry(work, { staff, ticket, callback, note })
    if (again) return again
    const { outcome, linked } = await settle(work, ticket, note)
    if (outcome !== 'ok' && outcome !== 'linked') return { outcome, ticket }
    await keep(work, callback, { staff, note })
    return { outcome, ticket, ...(linked && { linked }) }
  })
}

interface Calling {
  readonly staff: StaffMember
  readonly ticket: TicketRow
  readonly callback: CallbackRow
  readonly note: CallNote
}

async function nextTry(work: Work, at: Calling): Promise<CallAnswer | null> {
  const { staff, ticket, callback, note } = at
  if (note.result !== 'unreachable') return null
  const next = await callAgain(work, ticket, callback, note.byTap ? staff.id : undefined)
  return next && { outcome: 'again', ticket, ...next }
}

function refusalOf(work: Work, staff: StaffMember, callback: CallbackRow | null) {
  if (!callback || callback.state === 'skipped') return 'not_asked'
  if (!mayCall(work, staff, callback)) return 'not_yours'
  return callback.state === 'answered' ? 'already' : null
}

function mayCall(work: Work, staff: StaffMember, callback: CallbackRow): boolean {
  const { calling_roles } = work.rules.surveys
  return staff.id !== callback.staffId && actsAs(staff, calling_roles)
}

interface Settled {
  readonly outcome: StepAnswer['outcome'] | CallOutcome
  readonly linked?: TicketRow
}

async function settle(work: Work, ticket: TicketRow, note: CallNote): Promise<Settled> {
  if (note.result === 'unreachable' || note.result === 'refused') return { outcome: 'ok' }
  if (note.result === 'not_fixed') {
    const again = await reopenTicket(work, ticket, { text: note.reason, photos: [] })
    if (again.outcome === 'linked') return { outcome: 'linked', linked: again.ticket }
    return { outcome: again.outcome === 'still_open' ? 'wrong_state' : again.outcome }
  }
  await confirmTicket(work, ticket.id, null)
  if (note.score) {
    await saveScore(work, ticket, { score: note.score, reason: note.reason }, 'called')
  } else {
    await closeTicket(work, ticket.id, 'called')
  }
  if (note.result === 'dissatisfied') {
    const staff = await whoDidIt(work, ticket)
    await openRecovery(work, ticket, { score: note.score ?? null, reason: note.reason, staff })
  }
  return { outcome: 'ok' }
}

async function keep(
  work: Work,
  callback: CallbackRow,
  { staff, note }: { readonly staff: StaffMember; readonly note: CallNote },
): Promise<void> {
  await work.tx
    .updateTable('callback')
    .set((set) => ({
      state: 'answered',
      outcome: OUTCOMES[note.result],
      answeredAt: work.now,
      channel: 'call',
      note: note.reason || null,
      byStaffId: staff.id,
      attempts: note.result === 'unreachable' ? set('attempts', '+', 1) : set.ref('attempts'),
    }))
    .where('id', '=', callback.id)
    .execute()
  if (!callback.taskId) return
  const end = { staffId: staff.id, note: note.result, byTap: note.byTap ?? false }
  await finishTask(work, callback.taskId, end)
}
