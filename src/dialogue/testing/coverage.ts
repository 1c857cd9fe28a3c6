/** Which steps, branches, outcomes, refusals and retries of a flow its tests have been through. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Path, Problem } from '../files/problem.ts'
import type { FlowFiles } from '../files/read-folder.ts'
import type { Step } from '../files/step-schema.ts'
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
  return flow.source.steps.flatMap((step, index) =>
    [['steps', '', [], 'step_entered'] as const, ...shownBy(step)].map(
      ([measure, what, path, kind, detail]): Target => ({
        measure,
        what: `${step.id}${what}`,
        path: ['steps', index, ...path],
        isMet: (event) =>
          event.kind === kind &&
          event.step === step.id &&
          (detail === undefined || event.detail === detail),
      }),
    ),
  )
}

/** What a step may come to, where it is written, and the event that shows it. */
type Shown = readonly [
  measure: Measure,
  what: string,
  path: Path,
  kind: TurnEvent['kind'],
  detail?: string,
]

function shownBy(step: Step): readonly Shown[] {
  switch (step.kind) {
    case 'branch':
      return waysShown(step.branch, step.kind)
    case 'ab':
      return waysShown(step.ab, step.kind)
    case 'wait':
      return [...new Set([step.next, step.timeout ?? step.next])].map((to) => [
        'branches',
        `.${to}`,
        ['wait'],
        'branch_taken',
        to,
      ])
    case 'action':
      return Object.keys(step.outcomes).map((outcome) => [
        'outcomes',
        `.${outcome}`,
        ['outcomes', outcome],
        'action_done',
        outcome,
      ])
    case 'ask':
    case 'form':
      return [
        ['retries', ' retry', [], 'retried'],
        ...(step.reject ?? []).map(
          (_, rule): Shown => [
            'rejects',
            `.reject[${rule}]`,
            ['reject', rule],
            'rejected',
            String(rule),
          ],
        ),
      ]
    default:
      return []
  }
}

function waysShown(ways: readonly unknown[], key: string): readonly Shown[] {
  return ways.map((_, way) => ['branches', `[${way}]`, [key, way], 'branch_taken', String(way)])
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
