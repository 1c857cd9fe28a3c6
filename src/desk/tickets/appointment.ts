/** The window in which an owner is at home: as a flow's slot gives it, as instants, and as words. */
import { estateInstant } from '../residents/estate-day.ts'

export interface Appointment {
  /** As given: "2026-11-22T09:00/11:00", kept for showing. */
  readonly text: string
  readonly start: Date
  readonly end: Date
}

export const APPOINTMENT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\/(?:(\d{4}-\d\d-\d\d)T)?(\d\d:\d\d)$/

/** What a flow gives when any time will do (dialogue.md D4, 尽快). */
export const ANY_TIME = 'asap'

/**
 * Times are the estate's. Null for "as soon as possible".
 * @throws RangeError for a window that is none: slots are typed, so that is a broken flow
 */
export function parseAppointment(text: string): Appointment | null {
  if (text === '' || text === ANY_TIME) return null
  const [, day = '', from = '', lastDay, to = ''] = APPOINTMENT.exec(text) ?? []
  const start = estateInstant(day, from)
  const end = estateInstant(lastDay ?? day, to)
  if (!(start.getTime() < end.getTime()))
    throw new RangeError(`No time window: ${text.slice(0, 40)}`)
  return { text, start, end }
}
