/** Reminders and expiry of the open question: void as soon as the person speaks (dialogue.md D11). */
import type { Hours } from '../files/quantities.ts'
import { minuteOfDay } from '../understand/local-time.ts'
import { expire } from './drafts.ts'
import { putQuestion } from './put-question.ts'
import { isParked, isStale } from './session.ts'
import { flowOf, flowWords, note, sayPattern, type Turn, top } from './turn.ts'
import type { RunTimer } from './world.ts'

/** Every run but the one on top is silent, unless it waits for a time; that one gets its alarms anew. */
export function armTimers(turn: Turn, before: readonly string[]): void {
  const run = top(turn)
  for (const id of [...before, ...turn.session.runs.map((each) => each.id)]) turn.cancelled.add(id)
  for (const { id: runId, generation, wait } of turn.session.runs)
    if (wait?.dueAt !== undefined)
      turn.timers.push({ name: 'wait', runId, generation, dueAt: new Date(wait.dueAt) })
  if (!run) return
  run.generation += 1
  const { id: runId, generation } = run
  const { idle } = flowOf(turn, run).source.policy ?? {}
  // What is being done for the person is not theirs to answer.
  if (turn.session.handoff || !run.wait || run.wait.order || isParked(run) || !idle) return
  const at = (afterMs: number) => new Date(turn.now.getTime() + afterMs)
  for (const [index, afterMs] of (idle.remind ?? []).entries()) {
    const dueAt = afterQuiet(at(afterMs), turn.world.flows.bot.quiet_hours)
    // A reminder that quiet hours push beyond the end would come after it.
    if (dueAt < at(idle.expire))
      turn.timers.push({ name: `remind-${index + 1}`, runId, generation, dueAt })
  }
  turn.timers.push({ name: 'expire', runId, generation, dueAt: at(idle.expire) })
}

/** An alarm for a question that was answered or moved on since is dropped. */
export function ring(turn: Turn, { name, runId, generation }: RunTimer): void {
  const run = top(turn)
  if (!run || turn.session.handoff || isStale(turn.session, { runId, generation })) return
  if (name === 'expire') {
    turn.isRearmed = true
    expire(turn, run)
    return
  }
  const { isTouched, isAsked, says } = turn
  const before = says.length
  note(turn, 'reminded', run)
  sayPattern(turn, 'remind.text', { flow: flowWords(flowOf(turn, run)) })
  putQuestion(turn, run)
  for (const said of says.splice(before))
    says.push({ ...said, purpose: 'reminder', guard: { runId, generation } })
  // Nothing was said by the person: what was armed stays armed.
  Object.assign(turn, { isTouched, isAsked })
}

/** Moves an instant out of the hours nobody wants to be written to. */
function afterQuiet(instant: Date, quiet: Hours | undefined): Date {
  return quiet && isWithin(instant, quiet) ? atMinute(instant, quiet.toMinute) : instant
}

/** Moves an instant into the hours something may be sent. */
export function intoHours(instant: Date, hours: Hours | undefined): Date {
  return !hours || isWithin(instant, hours) ? instant : atMinute(instant, hours.fromMinute)
}

function isWithin(instant: Date, { fromMinute, toMinute }: Hours): boolean {
  const minute = minuteOfDay(instant)
  const isAfter = minute >= fromMinute
  const isBefore = minute < toMinute
  return fromMinute <= toMinute ? isAfter && isBefore : isAfter || isBefore
}

/** The next time the clock shows that minute. */
function atMinute(instant: Date, minute: number): Date {
  const ahead = (minute - minuteOfDay(instant) + 1440) % 1440
  return new Date(instant.getTime() - (instant.getTime() % 60_000) + ahead * 60_000)
}
