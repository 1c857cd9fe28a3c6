/** Every alarm rings, never before its time, and never later than the outages and some patience make it. */
import { alarmsLost, alarmTimes } from '../alarm-book.ts'
import { outsideOutages } from '../ledger.ts'
import type { Evidence, Find } from './evidence.ts'

/** Times are kept in whole milliseconds. */
const ROUNDING_MS = 2

export async function judgeAlarms({ db, ledger, patienceMs }: Evidence, find: Find) {
  const all = await alarmTimes(db)
  // Gone before its time, it was taken back, unless a sweep took it.
  const rung = all.filter(({ dueAt, rungAt }) => rungAt >= dueAt)
  const early = all.filter(({ isSwept, dueAt, rungAt }) => isSwept && dueAt - rungAt > ROUNDING_MS)
  for (const { name, key, dueAt, rungAt } of early)
    find(`${name} ${key} rang ${Math.round(dueAt - rungAt)} ms early`)
  let [late, latestMs] = [0, 0]
  for (const { name, key, dueAt, rungAt } of rung) {
    const lateMs = outsideOutages(ledger.outages, dueAt, rungAt)
    latestMs = Math.max(latestMs, lateMs)
    if (lateMs <= patienceMs) continue
    late += 1
    find(`${name} ${key} rang ${Math.round(lateMs)} ms late`)
  }
  const lost = await alarmsLost(db)
  if (lost > 0) find(`${lost} alarms are due and have not rung`)
  return {
    verdict: { alarmsLost: lost, alarmsLate: late, alarmsEarly: early.length },
    counts: { alarms: rung.length, latestMs: Math.round(latestMs) },
  }
}
