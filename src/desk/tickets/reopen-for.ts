/** Somebody phones that it is not mended after all, and staff open the matter again for them: 返修. */
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { cleanText } from './clean-text.ts'
import { leadingTicket } from './leading-ticket.ts'
import { canReopen, type Reopened, reopenTicket } from './reopen.ts'
import { type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { FINISHED_STATES, isIn, OPEN_STATES } from './states.ts'
import { findTicket } from './ticket.ts'

export interface ReopenFor extends Step {
  /** What the owner says is wrong, in whoever's words heard it: the technician reads it. */
  readonly reason?: string | undefined
}

/**
 * As the owner's own "not mended" (reopen.ts). `still_open`: somebody is at it. `linked`: past the days of its category,
 * and `ticket` is the new one. `over`: it was taken back or cancelled, and is logged anew.
 */
export const REOPEN_OUTCOMES = ['reason_wanted', 'still_open', 'linked'] as const
type ReopenOutcome = (typeof REOPEN_OUTCOMES)[number]

export interface ReopenAnswer extends StepAnswer<ReopenOutcome | StepAnswer['outcome']> {
  /** Whether it is the same ticket that goes on, as far as it can be opened again. */
  readonly isSame?: boolean
}

/** By the service centre and who leads work. A merged one means what it went on as. */
export async function reopenFor(work: Work, { reason: said, ...step }: ReopenFor) {
  const seen = await findTicket(work.tx, step.ticketId)
  const ticketId = seen ? (await leadingTicket(work.tx, seen)).id : step.ticketId
  return staffStep<ReopenOutcome>(
    work,
    'reopen-for',
    { ...step, ticketId },
    async ({ staff, ticket }): Promise<ReopenAnswer> => {
      if (!isAtDesk(staff)) return { outcome: 'not_yours', ticket }
      if (isIn(ticket.state, OPEN_STATES)) return { outcome: 'still_open', ticket }
      if (!isIn(ticket.state, FINISHED_STATES)) return { outcome: 'over', ticket }
      const isSame = canReopen(work, ticket)
      const reason = cleanText(said ?? '', work.rules.tickets.longest_reason)
      if (reason === '') return { outcome: 'reason_wanted', ticket, isSame }
      const again: Reopened = await reopenTicket(work, ticket, { text: reason, photos: [] })
      return { ...again, isSame }
    },
  )
}
