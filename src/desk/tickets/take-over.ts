/** Taking a matter over: 接管. Somebody of the service centre handles it from now on, whoever had it before. */

import { isLocalAdmin } from '../staff/local-admin.ts'
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { takeAndCome } from './accept.ts'
import { release } from './release.ts'
import { type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellResponder } from './tell-responder.ts'

/** Who first received it goes on answering for it: the handler changes, never that (mission.md A3). */
export async function takeOver(work: Work, step: Step): Promise<StepAnswer> {
  return staffStep(work, 'take-over', step, async (at) => {
    const { staff, ticket, exceptStaffId } = at
    if (!isAtDesk(staff) || isLocalAdmin(staff.id)) return { outcome: 'not_yours', ticket }
    if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
    const isMine = ticket.assigneeId === staff.id
    if (isMine && ticket.state !== 'ASSIGNED') return { outcome: 'already', ticket }
    if (isMine) return { outcome: 'ok', ticket: await takeAndCome(work, at) }
    const released = await release(work, ticket, {
      outcome: 'transferred',
      reason: null,
      words: 'tickets.card.transferred',
      exceptStaffId,
    })
    const taken = await takeAndCome(work, { ...at, ticket: released })
    if (ticket.assigneeId) {
      const values = { to: staff.name }
      await tellStaff(work, taken, ticket.assigneeId, { words: 'tickets.staff.taken_away', values })
      await tellResponder(work, taken, { words: 'tickets.staff.first_moved', values })
    }
    return { outcome: 'ok', ticket: taken }
  })
}
