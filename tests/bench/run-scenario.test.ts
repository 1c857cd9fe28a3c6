/** The bench itself: it fails when a target is missed or an answer is wrong, and compares within each round. */
import { expect, test } from 'vitest'
import { reportLines } from './report-lines.ts'
import { runScenario, type Scenario, type Subject } from './run-scenario.ts'

/** Burns about so many milliseconds of CPU a run. */
function burning(name: string, ms: number, wrong = 0): Subject {
  return {
    name,
    async run() {
      const begun = process.cpuUsage()
      const isBusy = () => process.cpuUsage(begun).user + process.cpuUsage(begun).system < ms * 1000
      while (isBusy());
      return { operations: 1, wrong }
    },
  }
}

const scenario = (subjects: readonly Subject[], targets: Record<string, number>): Scenario => ({
  id: 'burn',
  what: 'nothing',
  unit: 'CPU µs',
  floor: 'short',
  targets,
  open: async () => subjects,
})

test('five rounds of each, compared with the floor of the same round', async () => {
  const result = await runScenario(
    scenario([burning('short', 2), burning('long', 8)], { long: 1e9 }),
    false,
  )
  expect(result.isGood).toBe(true)
  expect(result.subjects.map(({ rounds }) => rounds.length)).toEqual([5, 5])
  expect(result.subjects[0]?.ratio).toBe(1)
  expect(result.subjects[1]?.ratio).toBeGreaterThan(2)
})

test('a median above its target is a failed run, and the line says so', async () => {
  const result = await runScenario(scenario([burning('short', 2)], { short: 1 }), false)
  expect(result.isGood).toBe(false)
  expect(reportLines(result).at(-1)).toContain('MISSED')
})

test('a wrong answer is a failed run however fast it came', async () => {
  const result = await runScenario(scenario([burning('short', 1, 1)], {}), false)
  expect(result.isGood).toBe(false)
  expect(reportLines(result).at(-1)).toContain('WRONG: 6')
})

test('a ratio above its target is a failed run, and the line says so', async () => {
  const subjects = [burning('short', 2), burning('long', 8)]
  const ratios = [{ subject: 'long', by: 'short', most: 1 }]
  const result = await runScenario({ ...scenario(subjects, {}), ratios }, false)
  expect(result.isGood).toBe(false)
  expect(reportLines(result).at(-1)).toMatch(/long by short +×\d.*≤ ×1 +MISSED/)
})

test('a ratio to what could not be measured is skipped, with the reason', async () => {
  const ratios = [{ subject: 'short', by: 'absent', most: 1 }]
  const skipped = () => ['absent: not installed']
  const result = await runScenario(
    { ...scenario([burning('short', 1)], {}), ratios, skipped },
    false,
  )
  expect(result.isGood).toBe(true)
  expect(reportLines(result).slice(-2).join()).toMatch(/skipped.*skipped: absent: not installed/s)
})

test('what a subject weighs stands below the times', async () => {
  const heavy = { ...burning('short', 1), weigh: async () => [{ what: 'bytes', amount: 1234 }] }
  const result = await runScenario(scenario([heavy], {}), false)
  expect(reportLines(result).at(-1)).toContain('bytes: 1,234')
})
