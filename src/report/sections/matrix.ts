/** A table of rates: a line for each kind, leaf, building, team or person, a column for each measure. */
import type { Table } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { type Dimension, linesOf } from './lines.ts'

export interface MatrixWish {
  readonly title: string
  readonly dimension: Dimension
  /** Those nothing was counted for in the month are left out. */
  readonly measures: readonly string[]
  readonly note?: string
}

export function matrix(facts: ReportFacts, say: Say, wish: MatrixWish): Table[] {
  const { dimension, title } = wish
  const { figures } = facts
  const measures = wish.measures.filter((one) => figures.measures.has(one))
  const { lines, left } = linesOf(facts, say, dimension, measures)
  if (lines.length === 0) return []
  const notes = [wish.note ?? '', left > 0 ? say('more', { count: left }) : ''].filter(Boolean)
  return [
    {
      kind: 'table',
      title,
      columns: [
        { title: say(`columns.${dimension}`), kind: 'text' },
        ...measures.map((one) => ({ title: say(`measures.${one}`), kind: 'rate' as const })),
      ],
      rows: lines.map(({ key, name }) => [
        name,
        ...measures.map((one) => figures.rate(one, dimension, key)),
      ]),
      ...(notes.length > 0 && { note: notes.join(' ') }),
    },
  ]
}
