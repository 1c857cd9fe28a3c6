/** Texts with gaps: strict Liquid without tags that read files, and with the filters of this house. */
import { Liquid, type Template as LiquidTemplate } from 'liquidjs'
import { FlowFault } from '../files/flow-fault.ts'
import { FILTERS } from './filters.ts'

export interface Template {
  readonly parts: LiquidTemplate[]
  /** Throws when the text reads something that is not there. */
  render(scope: object): string
}

const liquid = openLiquid()

/** Throws when the text is no template or names an unknown filter. */
export function parseTemplate(text: string): Template {
  const parts = liquid.parse(text)
  const isPlain = !text.includes('{')
  return { parts, render: (scope) => (isPlain ? text : filled(parts, scope)).trim() }
}

function filled(parts: LiquidTemplate[], scope: object): string {
  try {
    return String(liquid.renderSync(parts, scope)).replace(/\n{2,}/g, '\n')
  } catch (error) {
    throw new FlowFault((error as Error).message, { cause: error })
  }
}

/** Every variable the parts read from outside, as paths such as `['slots', 'room']`. */
export function variablesOf(parts: LiquidTemplate[]): readonly (readonly (string | number)[])[] {
  return liquid
    .globalVariableSegmentsSync(parts, { partials: false })
    .map((path) => path.filter((segment) => !Array.isArray(segment)) as (string | number)[])
}

function openLiquid(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: true,
    cache: false,
  })
  for (const tag of ['render', 'include', 'layout', 'block', 'liquid', 'tablerow'])
    delete engine.tags[tag]
  for (const [name, filter] of Object.entries(FILTERS)) engine.registerFilter(name, filter)
  return engine
}
