/** Nobody answered an agent's call: the next try is planned, until the rules say it was tried enough. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { cardSubject } from '../tasks/card-subject.ts'
import { putTaskOff } from '../tasks/put-task-off.ts'
import { tellTask } from '../tasks/tell-task.ts'
import { sayTime } from '../tickets/say-time.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { intoAskingHours } from './ask-time.ts'
import { type CallbackRow, lockCallback } from './callback.ts'

export const CALL_AGAIN = 'surveys.call-again'

interface NextCall {
  /** Calls nobody answered, this one included. */
  readonly attempts: number
  readonly nextCallAt: Date
}

/**
 * Null when there was no call to repeat, or this was the last try. The callback is locked by the caller. `exceptStaffId`
 * keeps the card of whoever tapped: it is closed by its own answer.
 */
export async function callAgain(
  work: Work,
  ticket: TicketRow,
  callback: CallbackRow,
  exceptStaffId: string | undefined,
): Promise<NextCall | null> {
  const { tries, again_minutes } = work.rules.surveys.calls
  const attempts = callback.attempts + 1
  if (callback.taskId === null || attempts >= tries) return null
  const wanted = new Date(work.now.getTime() + again_minutes * 60_000)
  const nextCallAt = intoAskingHours(wanted, work.rules.surveys)
  await work.tx
    .updateTable('callback')
    .set({ attempts, channel: 'call' })
    .where('id', '=', callback.id)
    .execute()
  await putTaskOff(work, callback.taskId, { until: nextCallAt, values: { attempts } })
  await work.tell.closeCards(
    work,
    cardSubject({ id: callback.taskId, kind: 'call-owner', subjectId: ticket.id }),
    {
      words: 'tasks.call.again',
      values: { attempts, next_call: sayTime(nextCallAt, work.now) },
      ...(exceptStaffId ? { exceptStaffId } : {}),
    },
  )
  await setTimer(work, {
    name: CALL_AGAIN,
    key: `${callback.id}-${attempts}`,
    dueAt: nextCallAt,
    payload: { ticketId: ticket.id, completion: callback.completion, attempts },
  })
  return { attempts, nextCallAt }
}

/** The card is shown again; when the owner answered meanwhile, or somebody else called, nothing happens. */
export const callAgainTimer: TimerHandler = async (work, timer) => {
  const { ticketId, completion, attempts } = timer.payload
  const ticket = await lockTicket(work.tx, String(ticketId))
  if (!ticket || ticket.completions !== completion) return
  const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
  if (callback?.state !== 'task' || callback.attempts !== attempts || !callback.taskId) return
  await tellTask(work, callback.taskId, { name: `try-${callback.attempts}`, overdue: false })
}
