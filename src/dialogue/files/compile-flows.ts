/** From the texts of a folder to flows that can run, or to everything that keeps them from it. */
import { checkFolder } from '../check/check-folder.ts'
import { type CompiledFlow, reviveFlow } from './compiled-flow.ts'
import { type FlowSet, flowSet } from './flow-set.ts'
import { readFolder } from './folder.ts'
import type { Problem } from './problem.ts'
import type { FlowFiles } from './read-folder.ts'
import type { Registry } from './registry.ts'

export type Compiled =
  | { readonly flows: FlowSet; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] }

/** Any error anywhere, and there are no flows: what runs is either whole or the set before. */
export function compileFlows(files: FlowFiles, registry: Registry): Compiled {
  const problems: Problem[] = []
  const folder = readFolder(files, problems)
  checkFolder(folder, registry, problems)
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
  const { bot, hazard } = folder
  if (!bot || problems.some(({ severity }) => severity === 'error')) return { problems }
  const flows: readonly CompiledFlow[] = folder.flows.map(({ source }) =>
    reviveFlow(source, registry),
  )
  const patterns = new Map([...folder.patterns].map(([key, { words }]) => [key, words]))
  return {
    flows: flowSet({
      bot: bot.value,
      flows,
      patterns,
      faqs: folder.faqs.map(({ faq }) => faq),
      hazard: hazard && { def: hazard.def, flow: reviveFlow(hazard.source, registry) },
    }),
    warnings: problems,
  }
}
