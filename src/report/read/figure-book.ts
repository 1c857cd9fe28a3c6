/** The figures a report speaks of, by time, measure and key; nothing here counts anything itself. */
import type { Tx } from '../../database/open-database.ts'
import { type Figure, figuresOfMonth, figuresOfWeek } from '../../desk/figures/figures.ts'
import type { ReportRules } from '../../desk/figures/report-rules.ts'
import type { Rate } from '../document.ts'
import { type ReportMonth, type ReportWeek, weeksOf } from '../month.ts'

type Dimension = Figure['dimension']
type When = 'now' | 'previous' | 'lastYear'

export interface FigureBook {
  /** The figure, or null when nothing was counted. */
  figure(measure: string, dimension?: Dimension, key?: string, when?: When): Figure | null
  rate(measure: string, dimension?: Dimension, key?: string, when?: When): Rate
  /** All of one measure under a dimension in this month. */
  all(measure: string, dimension: Dimension): readonly Figure[]
  readonly measures: ReadonlySet<string>
  readonly weeks: readonly { readonly week: ReportWeek; readonly finished: Figure | null }[]
}

export async function readFigures(
  tx: Tx,
  at: { readonly projectId: string; readonly month: ReportMonth; readonly rules: ReportRules },
): Promise<FigureBook> {
  const { projectId, month, rules } = at
  const months = {
    now: await figuresOfMonth(tx, projectId, month.month),
    previous: await figuresOfMonth(tx, projectId, month.previous),
    lastYear: await figuresOfMonth(tx, projectId, month.lastYear),
  }
  const byKey = new Map(
    Object.entries(months).flatMap(([when, figures]) =>
      figures.map((one) => [keyOf(when, one.measure, one.dimension, one.key), one] as const),
    ),
  )
  const weeks = []
  for (const week of weeksOf(month)) {
    const [finished = null] = await figuresOfWeek(tx, projectId, week.week, 'finished')
    weeks.push({ week, finished })
  }
  const figure: FigureBook['figure'] = (measure, dimension = 'all', key = '', when = 'now') =>
    byKey.get(keyOf(when, measure, dimension, key)) ?? null
  return {
    figure,
    rate(measure, dimension, key, when) {
      const { numerator = 0, denominator = 0 } = figure(measure, dimension, key, when) ?? {}
      const isSmall = denominator > 0 && denominator < rules.small_below
      return { numerator, denominator, target: rules.targets[measure] ?? null, isSmall }
    },
    all: (measure, dimension) =>
      months.now.filter((one) => one.measure === measure && one.dimension === dimension),
    measures: new Set(months.now.map(({ measure }) => measure)),
    weeks,
  }
}

function keyOf(when: string, measure: string, dimension: string, key: string): string {
  return `${when}\n${measure}\n${dimension}\n${key}`
}
