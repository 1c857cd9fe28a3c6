/** How the keys of a dimension become the lines of a table: named, in order, cut to a length. */
import type { Figure } from '../../desk/figures/figures.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'

export type Dimension = Exclude<Figure['dimension'], 'all'>

interface Line {
  readonly key: string
  readonly name: string
}

export interface Lines {
  readonly lines: readonly Line[]
  /** How many there are beyond them. */
  readonly left: number
}

/** The keys any of these measures has in the month, at most as many as the rules list: those with most tickets first, leaves in the order of their tree. */
export function linesOf(
  { figures, names, rules }: ReportFacts,
  say: Say,
  dimension: Dimension,
  measures: readonly string[],
): Lines {
  const found = new Map<string, { total: number; name: string | null }>()
  for (const { key, total, name } of measures.flatMap((one) => figures.all(one, dimension))) {
    const before = found.get(key)
    found.set(key, { total: (before?.total ?? 0) + total, name: before?.name ?? name })
  }
  const nameOf = (key: string, person: string | null) =>
    ({
      kind: names.kind(key),
      leaf: names.leaf(key),
      building: key === '' ? say('no_building') : names.building(key),
      team: names.team(key) || say('no_team'),
      person: key === '' ? say('nobody') : (person ?? ''),
    })[dimension]
  const most = mostOf(rules.report.rows, dimension)
  const ranked = [...found].sort(
    ([a, left], [b, right]) => right.total - left.total || (a < b ? -1 : 1),
  )
  const lines = ranked.slice(0, most).map(([key, { name }]) => ({ key, name: nameOf(key, name) }))
  const order = new Map(names.leaves.map((id, at) => [id, at]))
  const place = ({ key }: Line) => order.get(key) ?? names.leaves.length
  const listed =
    dimension === 'leaf'
      ? indented(
          names,
          [...lines].sort((a, b) => place(a) - place(b)),
        )
      : lines
  return { lines: listed, left: ranked.length - lines.length }
}

/** Under a line of what stands above it, a leaf is named without that. */
function indented(names: ReportFacts['names'], lines: readonly Line[]): Line[] {
  const keys = new Set(lines.map(({ key }) => key))
  return lines.map(({ key, name }) => {
    const above = names.line(key).slice(0, -1)
    const depth = above.filter((one) => keys.has(one)).length
    return depth === above.length && depth > 0
      ? { key, name: `${INDENT.repeat(depth)}${lastOf(name)}` }
      : { key, name }
  })
}

/** A wide space: it stays in a page and in a cell. */
const INDENT = '\u3000'

function lastOf(path: string): string {
  return path.split(' / ').at(-1) ?? path
}

function mostOf(rows: ReportFacts['rules']['report']['rows'], dimension: Dimension): number {
  if (dimension === 'leaf') return rows.leaves
  return dimension === 'building' ? rows.buildings : rows.people
}
