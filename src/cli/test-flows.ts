/** `npm run flows -- test`: plays the talks written beside the flows, and tells which went otherwise and what none went through. */
import { printProblem } from '../dialogue/files/problem.ts'
import type { FlowFiles } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { runSuites, type SuiteResult } from '../dialogue/testing/run-suite.ts'

type Print = (line: string) => void

/** The exit code: 0 when every talk went as written and enough was gone through, otherwise 1. `name` is part of a path. */
export async function testFlows(
  { files, registry }: { readonly files: FlowFiles; readonly registry: Registry },
  name: string | undefined,
  print: Print,
): Promise<number> {
  const { results, problems } = await runSuites(files, registry, name)
  for (const problem of problems) print(printProblem(problem))
  for (const result of results) printSuite(result, print)
  const cases = results.flatMap((result) => result.cases)
  const failed = cases.filter(({ failures }) => failures.length > 0).length
  const short = results.some(({ shortfalls }) => shortfalls.length > 0)
  print(`${cases.length - failed} 通过 / passed, ${failed} 失败 / failed`)
  if (cases.length === 0) print('没有找到测试 / no tests found')
  return failed > 0 || short || problems.length > 0 || cases.length === 0 ? 1 : 0
}

function printSuite({ path, cases, coverage, shortfalls }: SuiteResult, print: Print): void {
  for (const { name, failures } of cases) {
    print(`${failures.length === 0 ? '✓' : '✗'} ${path} ${name}`)
    for (const failure of failures) print(`    ${failure}`)
  }
  const shares = Object.entries(coverage?.shares ?? {}).map(
    ([measure, share]) => `${measure} ${Math.round(share * 100)}%`,
  )
  if (shares.length > 0) print(`  覆盖 / coverage: ${shares.join(', ')}`)
  for (const { measure, what, file, line } of coverage?.missed ?? [])
    print(`  ${file}:${line} 未覆盖 / uncovered ${measure}: ${what}`)
  for (const shortfall of shortfalls) print(`  ✗ 覆盖不足 / below its threshold: ${shortfall}`)
}
