/** Every test file of flows/, against what the desk really offers: each case of each file is a test of its own. */
import { describe, expect, test } from 'vitest'
import { deskRegistry } from '../src/conversation/registry.ts'
import { compileFlows } from '../src/dialogue/files/compile-flows.ts'
import { printProblem } from '../src/dialogue/files/problem.ts'
import { readFlowFolder } from '../src/dialogue/files/read-folder.ts'
import { runSuites } from '../src/dialogue/testing/run-suite.ts'

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

describe.each(results)('$path', ({ cases, shortfalls, coverage }) => {
  test.each(cases)('$name', ({ failures }) => {
    expect(failures).toEqual([])
  })
  test('covers what it promises to', () => {
    const missed = coverage?.missed.map(({ file, line, what }) => `${file}:${line} ${what}`)
    expect(shortfalls, missed?.join('\n')).toEqual([])
  })
})
