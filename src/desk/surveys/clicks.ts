/** Taps on the card of an agent's call: what the owner said, in one tap. */
import type { ClickAnswer, ClickHandler } from '../action.ts'
import { findStaff } from '../staff/staff.ts'
import { takeTask } from '../tasks/take-task.ts'
import { showTakenTask } from '../tasks/tell-task.ts'
import { sayTime } from '../tickets/say-time.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { type CallbackRow, lockCallback } from './callback.ts'
import { type CallAnswer, type CallNote, noteCall } from './note-call.ts'

/** By the button's key in flows/_cards/tasks.yaml, `task.call-owner`. */
const RESULTS: Readonly<Record<string, CallNote['result']>> = {
  content: 'fixed',
  discontent: 'dissatisfied',
  not_fixed: 'not_fixed',
  no_answer: 'unreachable',
  refused: 'refused',
}

/** The subject is the ticket: one call stands open for its last completion. */
export const callbackClicks: ClickHandler = async (work, click) => {
  if (work.actor.kind !== 'staff') return { outcome: 'not-staff' }
  const ticket = await lockTicket(work.tx, click.subject.id)
  if (!ticket || ticket.projectId !== work.actor.projectId) return { outcome: 'not-yours' }
  const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
  const result = RESULTS[click.key]
  if (result) return await noted(work, await noteCall(work, noteOf(ticket, result)))
  if (click.key !== 'take') return { outcome: 'unknown-key' }
  return await taken(work, callback)
}

function noteOf(ticket: TicketRow, result: CallNote['result']): CallNote {
  return { ticketId: ticket.id, result, reason: '', byTap: true }
}

async function taken(work: Work, callback: CallbackRow | null): Promise<ClickAnswer> {
  const over = { outcome: 'over', close: { words: 'tasks.card_cancelled', values: {} } }
  if (!callback?.taskId || callback.state !== 'task' || work.actor.kind !== 'staff') return over
  const { staffId } = work.actor
  const outcome = await takeTask(work, callback.taskId, staffId)
  if (outcome === 'over') return over
  if (outcome === 'taken') {
    await showTakenTask(work, callback.taskId, staffId)
    return { outcome, close: { words: 'tasks.card_yours', values: { kind: 'call-owner' } } }
  }
  const task = await work.tx
    .selectFrom('task')
    .select('takenById')
    .where('id', '=', callback.taskId)
    .executeTakeFirst()
  const holder = task?.takenById ? await findStaff(work.tx, task.takenById) : null
  return { outcome, close: { words: 'tasks.card_taken', values: { holder: holder?.name ?? '' } } }
}

async function noted(work: Work, answer: CallAnswer): Promise<ClickAnswer> {
  const { outcome, attempts = 0, nextCallAt, linked } = answer
  const next_call = nextCallAt ? sayTime(nextCallAt, work.now) : ''
  const words = CLOSING[outcome] ?? 'tasks.card_cancelled'
  return {
    outcome,
    close: { words, values: { attempts, next_call, linked: linked?.number ?? '' } },
  }
}

const CLOSING: Readonly<Record<string, string>> = {
  ok: 'tasks.call.noted',
  again: 'tasks.call.again',
  already: 'tasks.call.already',
  not_yours: 'tasks.call.not_yours',
  linked: 'tasks.call.linked',
}
