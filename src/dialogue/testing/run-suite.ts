/** Runs the test files of a folder of flows against its flows. */

import { compileFlows } from '../files/compile-flows.ts'
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { FlowSet } from '../files/flow-set.ts'
import { type Problem, printProblem } from '../files/problem.ts'
import type { FlowFiles } from '../files/read-folder.ts'
import type { Registry } from '../files/registry.ts'
import { shaped } from '../files/shape.ts'
import { readYaml } from '../files/yaml-file.ts'
import type { TurnEvent } from '../run/world.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { turnPage, unmet } from './expect.ts'
import { settingsOf } from './fakes.ts'
import { openStage, play, type Reread, type Stage } from './stage.ts'
import { type Change, type Item, type Suite, suiteFile } from './suite-schema.ts'

interface CaseResult {
  readonly name: string
  /** Empty when the case passed. */
  readonly failures: readonly string[]
}

export interface SuiteResult {
  readonly path: string
  readonly suite: string
  readonly cases: readonly CaseResult[]
  readonly coverage: Coverage | undefined
  /** Measures below the file's thresholds, in words. */
  readonly shortfalls: readonly string[]
}

/** Every `*.test.yaml`, or those whose path contains `only`. */
export async function runSuites(
  files: FlowFiles,
  registry: Registry,
  only = '',
): Promise<{ readonly results: readonly SuiteResult[]; readonly problems: readonly Problem[] }> {
  const compiled = compileFlows(files, registry)
  if ('problems' in compiled) return { results: [], problems: compiled.problems }
  const problems: Problem[] = []
  const results: SuiteResult[] = []
  for (const { path, text } of files) {
    if (!path.endsWith('.test.yaml') || !path.includes(only)) continue
    const yaml = readYaml(path, text, problems)
    const suite = yaml && shaped(suiteFile, yaml.value, yaml.report)
    if (suite) results.push(await runSuite(path, suite, compiled.flows, { files, registry }))
  }
  return { results, problems }
}

async function runSuite(
  path: string,
  suite: Suite,
  flows: FlowSet,
  source: { files: FlowFiles; registry: Registry },
): Promise<SuiteResult> {
  const events: TurnEvent[] = []
  const cases: CaseResult[] = []
  const reread: Reread = (change) => {
    const files = change ? changed(source.files, change) : source.files
    const compiled = compileFlows(files, source.registry)
    if ('flows' in compiled) return compiled.flows
    throw new Error(
      `the change breaks the flows: ${compiled.problems.map(printProblem).join('; ')}`,
    )
  }
  for (const each of suite.cases) {
    const stage = openStage(flows, settingsOf(suite, each))
    const failures = await playTalk(stage, each.talk, reread).catch(stumbled)
    cases.push({ name: each.name, failures })
    events.push(...stage.history)
  }
  const known: CompiledFlow | undefined = flows.flows.get(suite.suite)
  const flow = known ?? (suite.suite === flows.hazard?.id ? flows.hazard : undefined)
  const coverage = flow && coverageOf(flow, source.files, events)
  const shortfalls = Object.entries(suite.coverage ?? {}).flatMap(([measure, wanted]) => {
    const share = coverage?.shares[measure as keyof Coverage['shares']] ?? 1
    return share >= (wanted ?? 0) ? [] : [`${measure} ${share.toFixed(2)} < ${wanted}`]
  })
  return { path, suite: suite.suite, cases, coverage, shortfalls }
}

/** A talk that asks for an answer nobody faked fails alone; the other cases are still played. */
function stumbled(error: unknown): readonly string[] {
  return [`the talk broke off: ${error instanceof Error ? error.message : String(error)}`]
}

/** The files after somebody edited or deleted the flow's. */
function changed(files: FlowFiles, change: Change): FlowFiles {
  const flow = 'edit' in change ? change.edit : change.remove
  const own = files.find(
    ({ path, text }) =>
      path.endsWith('.flow.yaml') && text.split('\n').some((line) => line === `flow: ${flow}`),
  )
  if (!own) throw new Error(`there is no flow ${flow} to change`)
  const others = files.filter((file) => file !== own)
  if ('remove' in change) return others
  const text = Object.entries(change.replace).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the flow ${flow} does not say ${from}`)
    return text.replaceAll(from, to)
  }, own.text)
  return [...others, { ...own, text }]
}

/** What was not as expected, item by item; empty when the talk went as it should. */
export async function playTalk(
  stage: Stage,
  talk: readonly Item[],
  reread: Reread,
): Promise<readonly string[]> {
  const failures: string[] = []
  for (const [index, item] of talk.entries()) {
    if (!('expect' in item)) await play(stage, item, reread)
    else {
      failures.push(...unmet(stage, item.expect).map((failure) => `talk ${index + 1}: ${failure}`))
      turnPage(stage)
    }
  }
  return failures
}
