/** The owner changes a score, or adds its other two parts: how soon somebody came, how they behaved. */

import { cleanText } from '../tickets/clean-text.ts'
import { isReporter } from '../tickets/is-reporter.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { openRecovery } from './open-recovery.ts'
import { findRating, mayStillChange, type RatingRow } from './rating.ts'

/** Each 1 to 5. What is left out stays as it is. */
export interface RatingChange {
  /** Of the result. */
  readonly score?: number | undefined
  readonly speed?: number | undefined
  readonly service?: number | undefined
  readonly reason?: string | undefined
}

export interface ChangedRating {
  /** `none`: there is no score yet. `too_late`: past the days of rules/surveys.yaml; nothing was changed. */
  readonly outcome: 'ok' | 'none' | 'too_late' | 'not_yours'
  /** True when somebody will call about it. A call that was promised before is kept whatever they say now. */
  readonly recovery: boolean
}

/** The first answer stays in the ticket's log; the row says what holds now and when it was changed. */
export async function changeRating(
  work: Work,
  seen: TicketRow,
  change: RatingChange,
): Promise<ChangedRating> {
  if (!isReporter(work, seen)) return { outcome: 'not_yours', recovery: false }
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const before = await findRating(work, ticket)
  if (!before) return { outcome: 'none', recovery: false }
  if (!mayStillChange(work, before)) return { outcome: 'too_late', recovery: false }
  const after = withChange(work, before, change)
  if (isSame(before, after)) return { outcome: 'ok', recovery: false }
  await work.tx
    .updateTable('rating')
    .set({ ...after, ...(isEdit(before, after) && { editedAt: work.now }) })
    .where('id', '=', before.id)
    .execute()
  await recordEvent(work, ticket, {
    kind: 'rating-changed',
    note: { before: partsOf(before), after: partsOf(after) },
  })
  const recovery = isBad(work, after)
  if (recovery) await openRecovery(work, ticket, discontentOf(before, after))
  return { outcome: 'ok', recovery }
}

type Parts = Pick<RatingRow, 'score' | 'speed' | 'service' | 'reason'>

function withChange(work: Work, before: RatingRow, change: RatingChange): Parts {
  const reason = cleanText(change.reason ?? '', work.rules.surveys.max_chars)
  return {
    score: change.score ?? before.score,
    speed: change.speed ?? before.speed,
    service: change.service ?? before.service,
    reason: reason || before.reason,
  }
}

function isSame(before: Parts, after: Parts): boolean {
  return (['score', 'speed', 'service', 'reason'] as const).every(
    (part) => before[part] === after[part],
  )
}

/** A part given for the first time completes the answer; it changes nothing that was said. */
function isEdit(before: Parts, after: Parts): boolean {
  return (['score', 'speed', 'service'] as const).some(
    (part) => before[part] !== null && before[part] !== after[part],
  )
}

function partsOf({ score, speed, service }: Parts) {
  return { score, speed, service }
}

/** servicedesk.md A5: a low score, or one bad part of it. */
function isBad(work: Work, { score, speed, service }: Parts): boolean {
  return [score, speed, service].some(
    (part) => part !== null && part <= work.rules.surveys.recovery_at_most,
  )
}

function discontentOf(before: RatingRow, after: Parts) {
  const lowest = Math.min(after.score, after.speed ?? 5, after.service ?? 5)
  const staff = { id: before.staffId, name: before.staffName }
  return { score: lowest, reason: after.reason ?? '', staff }
}
