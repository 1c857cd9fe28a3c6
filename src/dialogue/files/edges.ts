/** Where a run can go from a step: the one picture of a flow that walking, checking and drawing share. */
import type { FlowSource } from './compiled-flow.ts'
import type { Step } from './step-schema.ts'

interface Edge {
  /** A step's id, END, or `flow:<id>`. */
  readonly to: string
  /** What the way is called in a drawing. */
  readonly label: string
  /** Slots that are filled once this way was taken. */
  readonly fills: readonly string[]
  /** Conditions that hold, or do not, on this way. */
  readonly given: readonly { readonly when: string; readonly isTrue: boolean }[]
}

export function stepEdges(source: FlowSource, step: Step | undefined): readonly Edge[] {
  if (!step) return []
  const ways = waysOf(source, step)
  const idle = source.policy?.idle?.then
  const waits = step.kind === 'ask' || step.kind === 'form' || step.kind === 'confirm'
  return [
    ...ways.map((way) =>
      step.when === undefined
        ? way
        : { ...way, given: [...way.given, { when: step.when, isTrue: true }] },
    ),
    ...(step.when === undefined ? [] : [edge(step.next, 'skip')]),
    ...(waits && idle !== undefined ? [edge(idle, 'idle')] : []),
    ...(waits && isStep(source.policy?.on_exhausted)
      ? [edge(source.policy.on_exhausted, 'exhausted')]
      : []),
  ]
}

/** `on_exhausted` names a step unless it is one of the built-in ways. */
export function isStep(way: string | undefined): way is string {
  return way !== undefined && way !== 'handoff' && way !== 'finish'
}

function waysOf(source: FlowSource, step: Step): readonly Edge[] {
  switch (step.kind) {
    case 'ask':
      return [edge(step.next, '', required(source, [step.ask]))]
    case 'form':
      return [edge(step.next, '', required(source, step.form.slots))]
    case 'confirm': {
      const fills = 'slot' in step.confirm ? [step.confirm.slot] : []
      return [edge(step.accept, 'accept', fills), edge(step.decline, 'decline', fills)]
    }
    case 'set':
      return [
        edge(
          step.next,
          '',
          Object.keys(step.set).filter((slot) => step.set[slot] !== null),
        ),
      ]
    case 'branch':
      return branchWays(step.branch)
    case 'call':
      return [edge(step.next, step.call, Object.keys(step.save ?? {}))]
    case 'each':
      return [edge(step.next, step.do, Object.keys(step.collect ?? {}))]
    case 'wait':
      return [
        edge(step.next, step.wait.event ?? 'over', Object.keys(step.wait.save ?? {})),
        edge(step.timeout ?? step.next, 'timeout'),
      ]
    case 'ab':
      return step.ab.map((way, index) => edge(way.goto, `${index}: ${way.weight}`))
    case 'action':
      return Object.entries(step.outcomes).map(([outcome, to]) =>
        edge(to, outcome, outcome === 'else' ? [] : Object.keys(step.save ?? {})),
      )
    case 'handoff':
      return [edge(step.handoff.return?.goto ?? step.next, 'return')]
    case 'jump':
      return [edge(`flow:${step.jump}`, '')]
    case 'end':
      return [edge('END', step.end)]
    default:
      return [edge(step.next, '')]
  }
}

function branchWays(
  branch: readonly ({ when: string; goto: string } | { else: string })[],
): readonly Edge[] {
  const failed: { when: string; isTrue: boolean }[] = []
  return branch.map((way) => {
    if (!('when' in way)) return { ...edge(way.else, 'else'), given: [...failed] }
    const taken = {
      ...edge(way.goto, way.when),
      given: [...failed, { when: way.when, isTrue: true }],
    }
    failed.push({ when: way.when, isTrue: false })
    return taken
  })
}

function required(source: FlowSource, slots: readonly string[]): readonly string[] {
  return slots.filter((slot) => source.slots[slot]?.optional !== true)
}

function edge(to: string, label: string, fills: readonly string[] = []): Edge {
  return { to, label, fills, given: [] }
}
