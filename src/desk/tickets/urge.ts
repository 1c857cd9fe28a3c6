/** The service centre reminds whoever has a matter in hand: 催办. */
import { findStaff } from '../staff/staff.ts'
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { recordEvent } from './record-event.ts'
import { type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'

/** `no_handler`: nobody has it, so there is nobody to remind; it is to be given out. */
export async function urge(work: Work, step: Step) {
  return staffStep<'no_handler'>(
    work,
    'urge',
    step,
    async ({ staff, ticket }): Promise<StepAnswer<StepAnswer['outcome'] | 'no_handler'>> => {
      if (!isAtDesk(staff)) return { outcome: 'not_yours', ticket }
      if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
      const handler = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
      if (!handler) return { outcome: 'no_handler', ticket }
      const urged = await recordEvent(work, ticket, { kind: 'urged', note: { name: staff.name } })
      const values = { by: staff.name }
      await tellStaff(work, urged, handler.id, { words: 'tickets.staff.urged', values })
      return { outcome: 'ok', ticket: urged, holder: handler.name }
    },
  )
}
