/** Flows as Mermaid drawings: one per flow, and one of how flows lead to one another. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { stepEdges } from '../files/edges.ts'
import type { Step } from '../files/step-schema.ts'

const SHAPES: Partial<Record<Step['kind'], readonly [open: string, close: string]>> = {
  ask: ['[/', '/]'],
  form: ['[/', '/]'],
  confirm: ['{{', '}}'],
  branch: ['{', '}'],
  ab: ['{', '}'],
  wait: ['>', ']'],
  action: ['[[', ']]'],
  handoff: ['([', '])'],
}

export function drawFlow({ source, first }: CompiledFlow): string {
  const nodes = source.steps.map((step) => {
    const [open, close] = SHAPES[step.kind] ?? ['[', ']']
    return `  n_${step.id}${open}"${quoted(`${step.id}: ${step.kind}`)}"${close}`
  })
  const ways = source.steps.flatMap((step) =>
    stepEdges(source, step).map(({ to, label }) => {
      const arrow = ['idle', 'exhausted', 'skip'].includes(label) ? '-.->' : '-->'
      return `  n_${step.id} ${arrow}${label === '' ? '' : `|"${quoted(label)}"|`} ${nodeOf(to)}`
    }),
  )
  return [
    'flowchart TD',
    `  start((${source.flow})) --> ${nodeOf(first)}`,
    '  END((END))',
    ...nodes,
    ...ways,
  ].join('\n')
}

/** Solid arrows call or change to another flow, dotted ones help somebody who may not start one. */
export function drawOverview(flows: Iterable<CompiledFlow>): string {
  const lines = [...flows].flatMap(({ id, source }) => {
    const ways = source.steps.flatMap((step) => {
      if (step.kind === 'call') return [`  f_${id} -->|call| f_${step.call}`]
      if (step.kind === 'each') return [`  f_${id} -->|each| f_${step.do}`]
      if (step.kind === 'schedule') return [`  f_${id} -.->|later| f_${step.schedule}`]
      return stepEdges(source, step).flatMap(({ to }) =>
        to.startsWith('flow:') ? [`  f_${id} --> f_${to.slice(5)}`] : [],
      )
    })
    const denied =
      source.access?.deny === undefined ? [] : [`  f_${id} -.->|deny| f_${source.access.deny}`]
    return [`  f_${id}["${quoted(source.title)}"]`, ...new Set([...ways, ...denied])]
  })
  return ['flowchart LR', ...lines].join('\n')
}

/** Prefixed, because Mermaid keeps words such as `end` for itself. */
function nodeOf(to: string): string {
  if (to.startsWith('flow:')) return `f_${to.slice(5)}(["${to}"])`
  return to === 'END' ? to : `n_${to}`
}

/** Quotes and line ends would close the label. */
function quoted(text: string): string {
  return text.replaceAll('"', '#quot;').replaceAll('\n', ' ').slice(0, 60)
}
