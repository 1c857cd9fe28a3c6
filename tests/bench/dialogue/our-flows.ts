/** The flows of the desk as they are shipped, with others beside them. */
import { fileURLToPath } from 'node:url'
import { deskRegistry } from '../../../src/conversation/registry.ts'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import type { FlowSet } from '../../../src/dialogue/files/flow-set.ts'
import { printProblem } from '../../../src/dialogue/files/problem.ts'
import { type FlowFiles, readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'

export function shippedFiles(): Promise<FlowFiles> {
  return readFlowFolder(fileURLToPath(new URL('../../../flows', import.meta.url)))
}

export function compiled(files: FlowFiles): FlowSet {
  const made = compileFlows(files, deskRegistry())
  if ('flows' in made) return made.flows
  throw new Error(made.problems.map(printProblem).join('\n'))
}
