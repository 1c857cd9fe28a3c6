/** Random talks: flows that hold, and flows with a planted fault, which a walk must find and print as a test. */
import { expect, test } from 'vitest'
import type { FlowFiles } from '../../../src/dialogue/files/read-folder.ts'
import { runSuites } from '../../../src/dialogue/testing/run-suite.ts'
import { poolOf } from '../../../src/dialogue/walking/pool.ts'
import { printWalk } from '../../../src/dialogue/walking/print-walk.ts'
import { shorten } from '../../../src/dialogue/walking/shorten.ts'
import { takeWalk, type Walk, type WalkOf } from '../../../src/dialogue/walking/take-walk.ts'
import { fixtureFiles, fixtureFlows, mustCompile } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

const fixture: WalkOf = { flows: fixtureFlows, registry, pool: poolOf(fixtureFiles) }

test.each(
  [...fixtureFlows.flows.keys()].flatMap((flow) =>
    [1, 2, 3, 4, 5, 6].map((n) => [flow, n] as const),
  ),
)('whatever is said, in whatever order, talk %s %i holds', async (flow, seed) => {
  const { failure } = await takeWalk(fixture, { flow, seed, turns: 40 })
  expect(failure).toBeUndefined()
})

test('the same seed is the same talk, another one another', async () => {
  const talk = async (seed: number) =>
    (await takeWalk(fixture, { flow: 'repair_report', seed, turns: 20 })).talk
  expect(await talk(3)).toEqual(await talk(3))
  expect(await talk(3)).not.toEqual(await talk(4))
})

test('a walk meets answers of the desk that no test of the flow has', async () => {
  const called = new Set<string>()
  const outcomes = new Set<string>()
  for (let seed = 1; seed <= 30; seed += 1) {
    const walk = await takeWalk(fixture, { flow: 'repair_report', seed, turns: 20 })
    for (const name of walk.called) called.add(name)
    for (const { kind, detail } of walk.events)
      if (kind === 'action_done') outcomes.add(`${detail}`)
  }
  expect([...called]).toContain('tickets.create')
  expect([...outcomes]).toEqual(expect.arrayContaining(['ok', 'duplicate', 'refused']))
})

/** The fixture with one thing wrong in its repair flow. */
function planted(from: string, to: string): { files: FlowFiles; of: WalkOf } {
  const files = fixtureFiles.map((file) => {
    if (file.path !== 'repair_report/repair_report.flow.yaml') return file
    const text = file.text.replace(from, to)
    expect(text).not.toBe(file.text)
    return { ...file, text }
  })
  return { files, of: { flows: mustCompile(files), registry, pool: poolOf(files) } }
}

async function firstFailure(of: WalkOf): Promise<{ walk: Walk; seed: number }> {
  for (let seed = 1; seed <= 200; seed += 1) {
    const walk = await takeWalk(of, { flow: 'repair_report', seed, turns: 30 })
    if (walk.failure !== undefined) return { walk, seed }
  }
  throw new Error('no walk failed')
}

// What no linter can know: how words come out with what people say and what the desk answers.
test.each([
  [
    'a field the answer has not',
    '{{ slots.eta }}。要改',
    '{{ slots.eta.first.name }}。要改',
    /failed at done/,
  ],
  [
    'words that come out empty',
    '这件事已有在办的单子 {{ slots.ticket }}，已把您补充的内容加进去。',
    '{% if slots.ticket == "" %}在办{% endif %}',
    /nobody should read this|answered with nothing/,
  ],
])('%s: found, cut short, and printed as a test file', async (_what, from, to, failure) => {
  const { files, of } = planted(from, to)
  const { walk, seed } = await firstFailure(of)
  expect(walk.failure).toMatch(failure)
  const short = await shorten(of, walk)
  expect(short.talk.length).toBeLessThanOrEqual(Math.min(12, walk.talk.length))
  const text = printWalk(short, seed)
  const { results, problems } = await runSuites(
    [...files, { path: 'repair_report/found.test.yaml', text }],
    registry,
    'found',
  )
  expect(problems).toEqual([])
  expect(results.map(({ cases }) => cases.length)).toEqual([1])
})
