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

/** Null when nothing is owed. Never after the time itself, unless both it and the moment lie in one quiet night. */
export function nextNewsAt(told: ToldPromise, rules: TellingRules): Date | null {
  const times = [told.by, told.updateBy].flatMap((by) =>
    by ? [ahead(told.toldAt, by, rules)] : [],
  )
  if (times.length === 0) return null
  return new Date(Math.min(...times.map((at) => at.getTime())))
}

function ahead(toldAt: Date, by: Date, rules: TellingRules): Date {
  const promisedMs = Math.max(by.getTime() - toldAt.getTime(), 0)
  const lead = Math.min(rules.beforeMinutes * 60_000, (promisedMs * rules.beforePercent) / 100)
  const wanted = new Date(by.getTime() - lead)
  return rules.quiet ? outOfQuiet(wanted, { by, toldAt, quiet: rules.quiet }) : wanted
}

/** In the morning when that is soon enough, else on the evening before; told in the night itself, in the morning. */
function outOfQuiet(
  wanted: Date,
  at: { by: Date; toldAt: Date; quiet: NonNullable<TellingRules['quiet']> },
): Date {
  const { hours, zone } = at.quiet
  const morning = intoWindow(wanted, zone, { from: hours.to, to: hours.from })
  if (morning <= wanted || morning < at.by) return morning
  const nightMs = morning.getTime() - nightLengthMs(hours)
  const evening = new Date(nightMs - EVENING_MS)
  return evening > at.toldAt ? evening : morning
}

/** Just before the quiet hours begin. */
const EVENING_MS = 60_000

function nightLengthMs({ from, to }: Window): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  return ((minutes(to) - minutes(from) + 24 * 60) % (24 * 60)) * 60_000
}
