/** Whether a visit can be agreed for a window: in chat, in the form for a caller and by staff the same (rules/tickets.yaml, appointment). */
import { addDays, estateDay, estateTime } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import { type Appointment, parseAppointment } from './appointment.ts'

/** `past`: over already; `closed`: outside the hours of visits; `too_far`: later than anybody plans. */
export type WindowProblem = 'past' | 'closed' | 'too_far'

/** `text` as a flow's slot gives it; null is "as soon as possible". @throws RangeError for a window that is none */
export function readWindow(
  work: Pick<Work, 'now' | 'rules'>,
  text: string,
): Appointment | WindowProblem | null {
  const window = parseAppointment(text)
  if (!window) return null
  const { from, to, days_ahead } = work.rules.tickets.appointment
  if (window.end <= work.now) return 'past'
  if (estateDay(window.start) > addDays(estateDay(work.now), days_ahead)) return 'too_far'
  const isOneDay = estateDay(window.start) === estateDay(window.end)
  const isOpen = estateTime(window.start) >= from && estateTime(window.end) <= to
  return isOneDay && isOpen ? window : 'closed'
}
