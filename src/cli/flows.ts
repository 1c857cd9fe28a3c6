/** `npm run flows -- check | test | graph | schema`: tells authors of flows what is wrong, untested, or where talks lead. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawFlow, drawOverview } from '../dialogue/check/draw-flow.ts'
import { compileFlows } from '../dialogue/files/compile-flows.ts'
import { fileSchemas } from '../dialogue/files/json-schemas.ts'
import { printProblem } from '../dialogue/files/problem.ts'
import { type FlowFiles, readFlowFolder } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { runSuites, type SuiteResult } from '../dialogue/testing/run-suite.ts'
import { suiteFile } from '../dialogue/testing/suite-schema.ts'

export interface FlowsCommand {
  /** What stands behind the command's name: `check`, `test repair`, `graph repair_report`. */
  readonly argv: readonly string[]
  readonly registry: Registry
  readonly print: (line: string) => void
  readonly folder: string
}

const USAGE = `用法 / usage:
  flows check            检查所有流程文件 / check all flow files
  flows test [名称]      运行测试，可只运行路径含该名称的 / run the tests, or those whose path contains the name
  flows graph [流程]     画出流程图（Mermaid），不写流程则画总览 / draw a flow, or the overview, as Mermaid
  flows schema           写出文件格式，供编辑器提示和检查 / write the JSON Schemas that editors complete and check with`

/** The exit code: 0 when all is well, 1 when something is wrong with the flows, 2 when the command is. */
export async function flowsCommand({
  argv,
  registry,
  print,
  folder,
}: FlowsCommand): Promise<number> {
  const [command, name] = argv
  const files = await readFlowFolder(folder)
  if (command === 'check') return check(files, registry, print)
  if (command === 'test') return await test(files, { registry, print, name })
  if (command === 'graph') return graph(files, { registry, print, name })
  if (command === 'schema') return await schema(folder, print)
  print(USAGE)
  return 2
}

function check(files: FlowFiles, registry: Registry, print: FlowsCommand['print']): number {
  const compiled = compileFlows(files, registry)
  const problems = 'problems' in compiled ? compiled.problems : compiled.warnings
  for (const problem of problems) print(printProblem(problem))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const flows = 'flows' in compiled ? `${compiled.flows.flows.size} 个流程 / flows, ` : ''
  print(`${flows}${errors} 个错误 / errors, ${problems.length - errors} 个提醒 / warnings`)
  return errors === 0 ? 0 : 1
}

interface Options {
  readonly registry: Registry
  readonly print: FlowsCommand['print']
  readonly name: string | undefined
}

async function test(files: FlowFiles, { registry, print, name }: Options): Promise<number> {
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

function printSuite(
  { path, cases, coverage, shortfalls }: SuiteResult,
  print: FlowsCommand['print'],
): void {
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

function graph(files: FlowFiles, { registry, print, name }: Options): number {
  const compiled = compileFlows(files, registry)
  if ('problems' in compiled) {
    for (const problem of compiled.problems) print(printProblem(problem))
    return 1
  }
  const flow = name === undefined ? undefined : compiled.flows.flows.get(name)
  if (name !== undefined && !flow) {
    print(`没有流程“${name}” / unknown flow "${name}"`)
    return 2
  }
  print(flow ? drawFlow(flow) : drawOverview(compiled.flows.flows.values()))
  return 0
}

async function schema(folder: string, print: FlowsCommand['print']): Promise<number> {
  const place = join(folder, '_schema')
  await mkdir(place, { recursive: true })
  for (const { name, schema: content } of fileSchemas(suiteFile)) {
    const path = join(place, `${name}.json`)
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`)
    print(path)
  }
  return 0
}
