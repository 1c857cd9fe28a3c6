/** Reads and compiles the flow files; a broken file stops the start with its place and reason. */
import { compileFlows } from '../../dialogue/files/compile-flows.ts'
import type { FlowSet } from '../../dialogue/files/flow-set.ts'
import { printProblem } from '../../dialogue/files/problem.ts'
import { readFlowFolder } from '../../dialogue/files/read-folder.ts'
import type { Registry } from '../../dialogue/files/registry.ts'

export class BadFlows extends Error {
  readonly code = 'bad-flows'
  /** One line a problem. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The flow files have errors:\n${problems.join('\n')}`)
    this.problems = problems
  }
}

/** @throws BadFlows listing every error as `file:line:column error rule: reason` */
export async function loadFlows(folder: string, registry: Registry): Promise<FlowSet> {
  const compiled = compileFlows(await readFlowFolder(folder), registry)
  if ('flows' in compiled) return compiled.flows
  const errors = compiled.problems.filter((problem) => problem.severity === 'error')
  throw new BadFlows(errors.map(printProblem))
}
