/** The hours of the night in which nobody is told what can wait (rules/clocks.yaml, quiet_hours). */
import type { Work } from '../work.ts'
import { intoWindow } from './window.ts'

/** When the quiet hours around a moment end; null for a moment by day. */
export function quietUntil({ rules }: Pick<Work, 'rules'>, at: Date): Date | null {
  const morning = outOfQuiet({ rules }, at)
  return morning > at ? morning : null
}

/** The moment itself, or the end of the quiet hours around it. */
export function outOfQuiet({ rules }: Pick<Work, 'rules'>, at: Date): Date {
  const { quiet_hours: hours, zone } = rules.clocks
  return intoWindow(at, zone, { from: hours.to, to: hours.from })
}
