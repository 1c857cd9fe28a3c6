/** When the question after a completion is asked. */
import { addDays, estateDay, estateInstant, estateTime } from '../residents/estate-day.ts'
import type { SurveyRules } from './rules.ts'

export function askTime(doneAt: Date, rules: SurveyRules): Date {
  return intoAskingHours(new Date(doneAt.getTime() + rules.delay_minutes * 60_000), rules)
}

/** Moved to the next opening when it is too early or too late in the day. */
export function intoAskingHours(
  wanted: Date,
  rules: Pick<SurveyRules, 'ask_from' | 'ask_to'>,
): Date {
  const day = estateDay(wanted)
  const time = estateTime(wanted)
  if (time < rules.ask_from) return estateInstant(day, rules.ask_from)
  if (time > rules.ask_to) return estateInstant(addDays(day, 1), rules.ask_from)
  return wanted
}
