/** Every alarm rings, and never later than the outages and some patience make it. */
import { alarmsLost, alarmTimes } from '../alarm-book.ts'
import { outsideOutages } from '../ledger.ts'
import type { Evidence, Find } from './evidence.ts'

export async function judgeAlarms({ db, ledger, patienceMs }: Evidence, find: Find) {
  const rung = await alarmTimes(db)
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
    verdict: { alarmsLost: lost, alarmsLate: late },
    counts: { alarms: rung.length, latestMs: Math.round(latestMs) },
  }
}
