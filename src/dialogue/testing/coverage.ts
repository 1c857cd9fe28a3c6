/** Which steps, branches, outcomes, refusals and retries of a flow its tests have been through. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Path, Problem } from '../files/problem.ts'
import type { FlowFiles } from '../files/read-folder.ts'
import { readYaml } from '../files/yaml-file.ts'
import type { TurnEvent } from '../run/world.ts'

const MEASURES = ['steps', 'branches', 'outcomes', 'rejects', 'retries'] as const
type Measure = (typeof MEASURES)[number]

export interface Coverage {
  /** From 0 to 1; 1 where there is nothing to cover. */
  readonly shares: Readonly<Record<Measure, number>>
  readonly missed: readonly {
    readonly measure: Measure
    readonly what: string
    readonly file: string
    readonly line: number
  }[]
}

interface Target {
  readonly measure: Measure
  readonly what: string
  readonly path: Path
  isMet(event: TurnEvent): boolean
}

export function coverageOf(
  flow: CompiledFlow,
  files: FlowFiles,
  events: readonly TurnEvent[],
): Coverage {
  const own = events.filter((event) => event.flow === flow.id)
  const targets = targetsOf(flow)
  const missed = targets.filter((target) => !own.some((event) => target.isMet(event)))
  const share = (measure: Measure) => {
    const all = targets.filter((target) => target.measure === measure).length
    return all === 0 ? 1 : 1 - missed.filter((target) => target.measure === measure).length / all
  }
  return {
    shares: Object.fromEntries(MEASURES.map((measure) => [measure, share(measure)])) as Record<
      Measure,
      number
    >,
    missed: missed.map(({ measure, what, path }) => ({
      measure,
      what,
      ...placeOf(flow, files, path),
    })),
  }
}

function targetsOf(flow: CompiledFlow): readonly Target[] {
  return flow.source.steps.flatMap((step, index): Target[] => {
    const at: Path = ['steps', index]
    const on = (kind: TurnEvent['kind'], detail?: string) => (event: TurnEvent) =>
      event.kind === kind &&
      event.step === step.id &&
      (detail === undefined || event.detail === detail)
    const target = (measure: Measure, what: string, path: Path, isMet: Target['isMet']) => ({
      measure,
      what: `${step.id}${what}`,
      path,
      isMet,
    })
    const entered = target('steps', '', at, on('step_entered'))
    switch (step.kind) {
      case 'branch':
        return [
          entered,
          ...step.branch.map((_, way) =>
            target('branches', `[${way}]`, [...at, 'branch', way], on('branch_taken', String(way))),
          ),
        ]
      case 'action':
        return [
          entered,
          ...Object.keys(step.outcomes).map((outcome) =>
            target(
              'outcomes',
              `.${outcome}`,
              [...at, 'outcomes', outcome],
              on('action_done', outcome),
            ),
          ),
        ]
      case 'ask':
      case 'form':
        return [
          entered,
          target('retries', ' retry', at, on('retried')),
          ...(step.reject ?? []).map((_, rule) =>
            target(
              'rejects',
              `.reject[${rule}]`,
              [...at, 'reject', rule],
              on('rejected', String(rule)),
            ),
          ),
        ]
      default:
        return [entered]
    }
  })
}

function placeOf(flow: CompiledFlow, files: FlowFiles, path: Path): { file: string; line: number } {
  for (const { path: name, text } of files) {
    if (name.endsWith('.test.yaml')) continue
    const found: Problem[] = []
    const yaml = readYaml(name, text, found)
    const named = yaml?.value as { flow?: unknown; pattern?: unknown } | undefined
    if ((named?.flow ?? named?.pattern) !== flow.id) continue
    yaml?.report(path, 'uncovered', '')
    return { file: name, line: found[0]?.line ?? 1 }
  }
  return { file: flow.id, line: 1 }
}
