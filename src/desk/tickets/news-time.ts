/** When an owner is told about a promise before its time passes. */
import { intoWindow, type Window } from '../clocks/window.ts'

interface ToldPromise {
  readonly toldAt: Date
  /** The time they were told; null when nothing was promised. */
  readonly by: Date | null
  /** When some news are owed to them whatever happens (servicedesk.md B7, next_update). */
  readonly updateBy: Date | null
}

interface TellingRules {
  /** So long before the time passes, and never more than a share of what was promised. */
  readonly beforeMinutes: number
  readonly beforePercent: number
  /** Null for what is urgent. */
  readonly quiet: { readonly hours: Window; readonly zone: string } | null
}

/** Null when nothing is owed. Never after a time they were told; news that are owed anyway may come in the morning after. */
export function nextNewsAt(told: ToldPromise, rules: TellingRules): Date | null {
  const { toldAt, by, updateBy } = told
  const times = [
    ...(by ? [ahead({ toldAt, by, mustBeHeard: true }, rules)] : []),
    ...(updateBy ? [ahead({ toldAt, by: updateBy, mustBeHeard: false }, rules)] : []),
  ]
  if (times.length === 0) return null
  return new Date(Math.min(...times.map((at) => at.getTime())))
}

interface Owed {
  readonly toldAt: Date
  readonly by: Date
  /** They count on it: it is told in the night itself rather than after it. */
  readonly mustBeHeard: boolean
}

function ahead(owed: Owed, rules: TellingRules): Date {
  const { toldAt, by } = owed
  const promisedMs = Math.max(by.getTime() - toldAt.getTime(), 0)
  const lead = Math.min(rules.beforeMinutes * 60_000, (promisedMs * rules.beforePercent) / 100)
  const wanted = new Date(by.getTime() - lead)
  return rules.quiet ? outOfQuiet(wanted, owed, rules.quiet) : wanted
}

/** In the morning when that is soon enough, else on the evening before; promised in that very night, in it. */
function outOfQuiet(
  wanted: Date,
  { toldAt, by, mustBeHeard }: Owed,
  { hours, zone }: NonNullable<TellingRules['quiet']>,
): Date {
  const morning = intoWindow(wanted, zone, { from: hours.to, to: hours.from })
  if (morning <= wanted || morning < by) return morning
  const nightMs = morning.getTime() - nightLengthMs(hours)
  const evening = new Date(nightMs - EVENING_MS)
  if (evening > toldAt) return evening
  return mustBeHeard ? wanted : morning
}

/** Just before the quiet hours begin. */
const EVENING_MS = 60_000

function nightLengthMs({ from, to }: Window): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  return ((minutes(to) - minutes(from) + 24 * 60) % (24 * 60)) * 60_000
}
