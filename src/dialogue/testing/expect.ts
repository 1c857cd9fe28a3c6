/** Holds what came of a talk against what the test file says should have. */
import { isDeepStrictEqual } from 'node:util'
import type { Said } from '../run/world.ts'
import { isDropped, type Stage } from './stage.ts'
import type { Expectation } from './suite-schema.ts'

/** One sentence for everything that is not as expected. */
export function unmet(stage: Stage, expected: Expectation): readonly string[] {
  const said = stage.says.filter((message) => !isDropped(stage, message))
  return [
    ...unmetWords(stage, said, expected),
    ...unmetState(stage, expected),
    ...callsAre(stage, expected.calls),
  ]
}

function unmetWords(stage: Stage, said: readonly Said[], expected: Expectation): readonly string[] {
  const texts = said.map((message) => ('text' in message ? message.text : message.kind)).join('\n')
  const menu = said.findLast((message) => message.kind === 'menu')
  const choices = menu?.kind === 'menu' ? menu.options.map(({ label }) => label) : []
  const reminders = said.some(({ purpose }) => purpose === 'reminder')
    ? stage.events.filter(({ kind }) => kind === 'reminded')
    : []
  return [
    ...(expected.said ?? [])
      .filter((text) => !mentions(texts, text))
      .map((text) => `expected to hear “${text}”, heard “${texts}”`),
    ...(expected.not_said ?? [])
      .filter((text) => mentions(texts, text))
      .map((text) => `did not expect to hear “${text}” in “${texts}”`),
    ...same('choices', expected.choices, choices),
    ...same('reminders', expected.reminders, reminders.length),
    ...same('replies', expected.replies, said.length),
    ...same('turns', expected.turns, stage.turns - stage.turnsBefore),
    ...same('handoff', expected.handoff, stage.handoff?.queue ?? null),
  ]
}

function unmetState(stage: Stage, expected: Expectation): readonly string[] {
  const { runs, drafts } = stage.session
  const run = runs.at(-1)
  const ended = stage.events.findLast((event) => event.kind === 'ended')
  const asked = stage.history.filter((event) => event.kind === 'asked').map((event) => event.slot)
  const expired = drafts.filter(({ reason }) => reason === 'expired')
  return [
    ...same('asks', expected.asks, run?.wait ? (run.wait.slot ?? run.wait.step) : null),
    ...Object.entries(expected.slots ?? {}).flatMap(([slot, value]) =>
      slotIs(slot, value, run?.slots[slot]?.value),
    ),
    ...same('corrected', expected.corrected, correctedIn(stage)),
    ...same('flow', expected.flow, run?.flow ?? null),
    ...same(
      'stack',
      expected.stack,
      runs.map(({ flow }) => flow),
    ),
    ...(expected.never_asked ?? [])
      .filter((slot) => asked.includes(slot))
      .map((slot) => `${slot} was asked`),
    ...same('ends', expected.ends, ended?.detail),
    ...same(
      'drafts',
      expected.drafts,
      expired.map((draft) => draft.run.flow),
    ),
  ]
}

/** From here on only what comes later counts. */
export function turnPage(stage: Stage): void {
  stage.says = []
  stage.events = []
  stage.calls = stage.desk.calls.length
  stage.turnsBefore = stage.turns
  stage.handoff = undefined
}

function mentions(texts: string, wanted: string): boolean {
  const pattern = /^\/(.*)\/$/.exec(wanted)?.[1]
  return pattern === undefined ? texts.includes(wanted) : new RegExp(pattern).test(texts)
}

function same(what: string, expected: unknown, actual: unknown): readonly string[] {
  if (expected === undefined || isDeepStrictEqual(expected, actual)) return []
  return [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`]
}

function slotIs(slot: string, expected: unknown, actual: unknown): readonly string[] {
  if (expected === null) return actual === undefined ? [] : same(slot, null, actual)
  const size = (expected as { size?: number }).size
  if (size !== undefined)
    return same(`${slot}.size`, size, Array.isArray(actual) ? actual.length : undefined)
  return same(slot, expected, actual)
}

function correctedIn(stage: Stage): Record<string, unknown> {
  const events = stage.events.filter((event) => event.kind === 'corrected')
  return Object.fromEntries(
    events.map(({ slot = '', runId }) => [
      slot,
      stage.session.runs.find((run) => run.id === runId)?.slots[slot]?.value,
    ]),
  )
}

function callsAre(stage: Stage, expected: Expectation['calls']): readonly string[] {
  if (!expected) return []
  const calls = stage.desk.calls.slice(stage.calls)
  const names = same(
    'calls',
    expected.flatMap((call) => Object.keys(call)),
    calls.map(({ name }) => name),
  )
  if (names.length > 0) return names
  return expected.flatMap((call, index) =>
    Object.values(call).flatMap((input) =>
      Object.entries(input).flatMap(([name, value]) =>
        slotIs(`${calls[index]?.name}.${name}`, value, calls[index]?.input[name]),
      ),
    ),
  )
}
