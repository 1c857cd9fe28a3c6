/** Every test file of flows/, against what the desk really offers: each case of each file is a test of its own. */
import { describe, expect, test } from 'vitest'
import { deskRegistry } from '../src/conversation/registry.ts'
import { compileFlows } from '../src/dialogue/files/compile-flows.ts'
import { printProblem } from '../src/dialogue/files/problem.ts'
import { readFlowFolder } from '../src/dialogue/files/read-folder.ts'
import { runSuites } from '../src/dialogue/testing/run-suite.ts'
import { poolOf } from '../src/dialogue/walking/pool.ts'
import { printWalk } from '../src/dialogue/walking/print-walk.ts'
import { shorten } from '../src/dialogue/walking/shorten.ts'
import { takeWalk } from '../src/dialogue/walking/take-walk.ts'

const files = await readFlowFolder(new URL('../flows', import.meta.url).pathname)
const { results, problems } = await runSuites(files, deskRegistry())

test('the flows and their test files can be read', () => {
  expect(problems.map(printProblem)).toEqual([])
  expect(results.length).toBe(files.filter(({ path }) => path.endsWith('.test.yaml')).length)
})

test('nothing is left to warn of: each flow has its test file beside it', () => {
  const compiled = compileFlows(files, deskRegistry())
  expect('warnings' in compiled && compiled.warnings.map(printProblem)).toEqual([])
})

describe('a random talk', () => {
  const compiled = compileFlows(files, deskRegistry())
  if ('problems' in compiled) throw new Error('the flows have errors')
  const of = { flows: compiled.flows, registry: deskRegistry(), pool: poolOf(files) }
  // More of them: `npm run flows -- walk`.
  test.each([...compiled.flows.flows.keys()])('with %s holds', async (flow) => {
    for (const seed of [1, 2]) {
      const walk = await takeWalk(of, { flow, seed, turns: 25 })
      expect(walk.failure && printWalk(await shorten(of, walk), seed)).toBeUndefined()
    }
  })
})

describe.each(results)('$path', ({ cases, shortfalls, coverage }) => {
  test.each(cases)('$name', ({ failures }) => {
    expect(failures).toEqual([])
  })
  test('covers what it promises to', () => {
    const missed = coverage?.missed.map(({ file, line, what }) => `${file}:${line} ${what}`)
    expect(shortfalls, missed?.join('\n')).toEqual([])
  })
})
