/** A promise whose time was agreed with the person instead of being counted: a window of an appointment. */
import type { PolicySnapshot } from './policy-snapshot.ts'

/** Kept from the beginning of the window to its end, in whatever hours that is; all else, and all without one, stays the policy's. */
export function withinWindow(
  promise: PolicySnapshot,
  startAt: Date,
  endAt: Date | undefined,
): PolicySnapshot {
  if (!endAt) return promise
  return {
    ...promise,
    targetSec: Math.floor((endAt.getTime() - startAt.getTime()) / 1000),
    calendarMode: 'always',
    calendarName: null,
    calendarId: null,
    calendarVersion: null,
  }
}
