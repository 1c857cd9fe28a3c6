/** The owner names another time for the visit: 改约. It holds at once, and whoever comes is told. */
import type { Work } from '../work.ts'
import { agreeWindow, isAgreed, isBeforeVisit } from './agreed-window.ts'
import { isReporter } from './is-reporter.ts'
import { readWindow, type WindowProblem } from './read-window.ts'
import { appointmentWords } from './say-time.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { lockTicket, type TicketRow } from './ticket.ts'
import { endProposals } from './visit-proposal.ts'

/** `too_late`: somebody is there already, or nobody has to come. `same`: agreed like that before. */
export interface Rescheduled {
  readonly outcome: 'ok' | 'same' | 'too_late' | 'over' | 'not_yours' | WindowProblem
  readonly ticket: TicketRow
}

/** `text` as a flow's slot gives it. What staff had proposed meanwhile is answered with this. */
export async function rescheduleVisit(
  work: Work,
  seen: TicketRow,
  text: string,
): Promise<Rescheduled> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (!isReporter(work, ticket)) return { outcome: 'not_yours', ticket }
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  if (!isBeforeVisit(work, ticket)) return { outcome: 'too_late', ticket }
  const window = readWindow(work, text)
  if (typeof window === 'string') return { outcome: window, ticket }
  if (isAgreed(ticket, window)) return { outcome: 'same', ticket }
  await endProposals(work, ticket.id, 'replaced')
  const changed = await agreeWindow(work, ticket, { window, askedBy: 'owner' })
  const values = {
    from: appointmentWords(ticket, work.now),
    to: appointmentWords(changed, work.now),
    times: changed.apptChanges,
  }
  await tellHandler(work, changed, { words: 'tickets.staff.rescheduled', values })
  return { outcome: 'ok', ticket: changed }
}
