/** The ways through a flow: that they lead somewhere, reach everything, and come to an end. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { isStep, stepEdges } from '../files/edges.ts'
import type { Path, Report } from '../files/problem.ts'
import type { Step } from '../files/step-schema.ts'

export function checkWays(flow: CompiledFlow, flows: ReadonlySet<string>, report: Report): void {
  for (const [path, to] of targetsOf(flow))
    if (to.startsWith('flow:') ? !flows.has(to.slice(5)) : to !== 'END' && !flow.steps.has(to))
      report(
        path,
        'unknown-target',
        `“${to}”不存在，请改正去向 / "${to}" does not exist: correct where this leads`,
      )
  for (const [index, step] of flow.source.steps.entries())
    if (step.kind === 'branch' && !('else' in (step.branch.at(-1) ?? {})))
      report(
        ['steps', index, 'branch'],
        'branch-else',
        '分支最后要有 else / a branch ends with else',
      )
  checkReach(flow, report)
}

function checkReach(flow: CompiledFlow, report: Report): void {
  const ways = (id: string) => stepEdges(flow.source, flow.steps.get(id)).map(({ to }) => to)
  const reached = spread([flow.first], ways)
  const ids = [...flow.steps.keys()]
  const ends = ids.filter((id) => ways(id).some((to) => to === 'END' || to.startsWith('flow:')))
  const ending = spread(ends, (id) => ids.filter((from) => ways(from).includes(id)))
  for (const [index, id] of ids.entries()) {
    if (!reached.has(id))
      report(
        ['steps', index],
        'unreachable',
        `没有任何路径到达步骤“${id}” / nothing leads to the step "${id}"`,
      )
    else if (!ending.has(id))
      report(
        ['steps', index],
        'no-end',
        `步骤“${id}”走不到 END / from the step "${id}" no way leads to END`,
      )
  }
  checkOnce(flow, ways, report)
}

/** Ordered a second time under the key of the first, an act would be taken for the first. */
function checkOnce(
  { source: { steps } }: CompiledFlow,
  ways: (id: string) => readonly string[],
  report: Report,
): void {
  for (const [index, step] of steps.entries())
    if (step.kind === 'action' && step.once === 'run' && spread(ways(step.id), ways).has(step.id))
      report(
        ['steps', index, 'once'],
        'once-again',
        `“${step.id}”走得回来，第二次会被当成第一次，请写 once: visit / ways lead back to "${step.id}": write once: visit, or the second time is taken for the first`,
      )
}

function spread(
  from: readonly string[],
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  const seen = new Set(from)
  // A set visits what is added while it is being walked.
  for (const id of seen) for (const to of next(id)) seen.add(to)
  return seen
}

/** Everything that names a step or a flow, with where it is written. */
function targetsOf({
  source: { steps, policy, access },
}: CompiledFlow): readonly (readonly [Path, string])[] {
  const { on_exhausted: exhausted, idle } = policy ?? {}
  return [
    ...steps.flatMap((step, index) => targetsOfStep(step, ['steps', index])),
    ...(isStep(exhausted) ? [[['policy', 'on_exhausted'], exhausted] as const] : []),
    ...(idle?.then === undefined ? [] : [[['policy', 'idle', 'then'], idle.then] as const]),
    ...(access?.deny === undefined ? [] : [[['access', 'deny'], `flow:${access.deny}`] as const]),
  ]
}

function targetsOfStep(step: Step, path: Path): readonly (readonly [Path, string])[] {
  const own = step.goto === undefined ? [] : [[[...path, 'goto'], step.goto] as const]
  return [...own, ...targetsOfKind(step, path)]
}

function targetsOfKind(step: Step, path: Path): readonly (readonly [Path, string])[] {
  switch (step.kind) {
    case 'action':
      return Object.entries(step.outcomes).map(([outcome, to]) => [
        [...path, 'outcomes', outcome],
        to,
      ])
    case 'branch':
      return step.branch.map((way, index) => [
        [...path, 'branch', index],
        'when' in way ? way.goto : way.else,
      ])
    case 'confirm':
      return [
        [[...path, 'accept'], step.accept],
        [[...path, 'decline'], step.decline],
      ]
    case 'call':
      return [[[...path, 'call'], `flow:${step.call}`]]
    case 'jump':
      return [[[...path, 'jump'], `flow:${step.jump}`]]
    case 'each':
      return [[[...path, 'do'], `flow:${step.do}`]]
    case 'schedule':
      return [[[...path, 'schedule'], `flow:${step.schedule}`]]
    case 'wait':
      return step.timeout === undefined ? [] : [[[...path, 'timeout'], step.timeout]]
    case 'ab':
      return step.ab.map((way, index) => [[...path, 'ab', index], way.goto])
    case 'handoff':
      return step.handoff.return ? [[[...path, 'handoff', 'return'], step.handoff.return.goto]] : []
    default:
      return []
  }
}
