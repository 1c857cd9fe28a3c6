/** What is held waits for the owner's next message, and not for ever: then it becomes somebody's task. */
import type { Tx } from '../database/open-database.ts'
import { setTimer } from '../timers/timers.ts'
import type { OutboxRules } from './rules.ts'

/** The timer `outbox.held` is due after `held_hours` of rules/outbox.yaml; settleHeldTooLong keeps it. */
export function limitHold(
  at: {
    readonly tx: Tx
    readonly now: Date
    readonly rules: OutboxRules
    readonly newId: () => string
  },
  itemId: string,
): Promise<void> {
  const dueAt = new Date(at.now.getTime() + at.rules.held_hours * 3_600_000)
  return setTimer(at, { name: 'outbox.held', key: itemId, dueAt, payload: {} })
}
