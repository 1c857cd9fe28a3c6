/** When something was done is known better now: the clock it stopped is judged again. */
import type { Subject, Work } from '../work.ts'
import { allClocksOf } from './clock.ts'
import { frozenAt } from './meet-clock.ts'
import type { ClockKind } from './rules.ts'

/** Does nothing where no clock of that kind was met or missed. The ladder it may have begun stays over. */
export async function correctMet(
  work: Work,
  subject: Subject,
  kind: ClockKind,
  at: Date,
): Promise<void> {
  const clocks = await allClocksOf(work.tx, subject)
  const clock = clocks.findLast(
    (one) => one.kind === kind && (one.state === 'met' || one.state === 'missed'),
  )
  if (!clock) return
  await work.tx
    .updateTable('sla_clock')
    .set({ ...(await frozenAt(work, clock, at)), metAt: at })
    .where('id', '=', clock.id)
    .execute()
}
