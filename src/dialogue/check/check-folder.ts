/** Everything that is checked before flows may run (dialogue.md D20), in one list. */

import { reviveFlow } from '../files/compiled-flow.ts'
import type { Folder } from '../files/folder.ts'
import type { Problem } from '../files/problem.ts'
import type { Registry } from '../files/registry.ts'
import { checkActions } from './check-actions.ts'
import { checkFaqs, checkPatterns } from './check-patterns.ts'
import { checkReads } from './check-reads.ts'
import { checkSlots } from './check-slots.ts'
import { checkStarts } from './check-starts.ts'
import { checkWays } from './check-ways.ts'

const NEVER_WAIT = ['say', 'action', 'branch', 'set', 'end']

export function checkFolder(folder: Folder, registry: Registry, problems: Problem[]): void {
  if (!folder.paths.has('_bot.yaml'))
    problems.push({
      file: '_bot.yaml',
      line: 1,
      severity: 'error',
      rule: 'missing-file',
      message: '缺少 _bot.yaml / there is no _bot.yaml',
    })
  checkPatterns(folder, registry, problems)
  checkFaqs(folder, registry)
  checkStarts(folder)
  const ids = new Set(folder.flows.map(({ source }) => source.flow))
  for (const { file, source } of [...folder.flows, ...(folder.hazard ? [folder.hazard] : [])]) {
    const flow = reviveFlow(source, registry)
    checkWays(flow, ids, file.report)
    checkReads(flow, file.report)
    checkActions(flow, file.report)
    checkSlots(flow, folder.bot?.value, file.report)
  }
  checkHazard(folder)
  for (const { file } of folder.flows)
    if (!folder.paths.has(file.path.replace(/\.flow\.yaml$/, '.test.yaml')))
      file.report(
        ['flow'],
        'untested',
        '流程旁边没有测试文件 / there is no test file beside this flow',
        'warning',
      )
}

function checkHazard({ hazard }: Folder): void {
  for (const [index, step] of (hazard?.source.steps ?? []).entries())
    if (!NEVER_WAIT.includes(step.kind))
      hazard?.file.report(
        ['steps', index],
        'hazard-waits',
        `紧急流程不能等人回答，只用 ${NEVER_WAIT.join('、')} / danger must not wait: use only ${NEVER_WAIT.join(', ')}`,
      )
}
