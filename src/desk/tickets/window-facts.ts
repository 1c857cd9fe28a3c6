/** Questions about the time an owner names for a visit, that flows may ask in expressions. */
import type { Fact } from '../action.ts'
import { estateTime } from '../residents/estate-day.ts'
import { APPOINTMENT, parseAppointment } from './appointment.ts'

function windowOf(value: unknown) {
  const text = String(value ?? '')
  return APPOINTMENT.test(text) ? parseAppointment(text) : null
}

export const windowFacts: Readonly<Record<string, Fact>> = {
  /** True when the window is over; never for "as soon as possible". */
  window_past: {
    signature: 'window_past(string): bool',
    async answer(work, [text]) {
      const window = windowOf(text)
      return window !== null && window.end <= work.now
    },
  },
  /** True when the window lies within these hours of the estate's day; always for "as soon as possible". */
  window_open: {
    signature: 'window_open(string, string, string): bool',
    async answer(_work, [text, from, to]) {
      const window = windowOf(text)
      if (!window) return true
      return estateTime(window.start) >= String(from) && estateTime(window.end) <= String(to)
    },
  },
}
