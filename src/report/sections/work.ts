/** How much was reported: by kind, leaf, building and week, beside the month before and the year before. */
import type { Block, Cell, Column, Table } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { type Dimension, linesOf } from './lines.ts'

const TOP = 10
/** Every ticket is one fact of this measure, in the month it was reported. */
const REPORTED = 'finished'

export function workBlocks(facts: ReportFacts, say: Say): Block[] {
  return [
    weekChart(facts, say),
    ...topChart(facts, say),
    volumes(facts, say, 'kind', say('work.kinds')),
    weekTable(facts, say),
    { ...volumes(facts, say, 'leaf', say('work.leaves')), note: say('work.leaves_note') },
    volumes(facts, say, 'building', say('work.buildings')),
  ]
}

function volumes(facts: ReportFacts, say: Say, dimension: Dimension, title: string): Table {
  const { figures } = facts
  const { lines, left } = linesOf(facts, say, dimension, [REPORTED])
  const hasLastYear = figures.figure(REPORTED, 'all', '', 'lastYear') !== null
  const of = (key: string, when: 'now' | 'previous' | 'lastYear') =>
    figures.figure(REPORTED, dimension, key, when)?.total ?? 0
  const columns: Column[] = [
    { title: say(`columns.${dimension}`), kind: 'text' },
    { title: say('columns.reported'), kind: 'count' },
    { title: say('columns.previous'), kind: 'count' },
    { title: say('columns.change'), kind: 'percent' },
    ...(hasLastYear ? [{ title: say('columns.last_year'), kind: 'count' } as const] : []),
    { title: say('columns.done'), kind: 'rate' },
  ]
  const rows = lines.map(({ key, name }): Cell[] => [
    name,
    of(key, 'now'),
    of(key, 'previous'),
    changeOf(of(key, 'now'), of(key, 'previous')),
    ...(hasLastYear ? [of(key, 'lastYear')] : []),
    figures.rate(REPORTED, dimension, key),
  ])
  const note = left > 0 ? { note: say('more', { count: left }) } : {}
  return { kind: 'table', title, columns, rows, ...note }
}

/** Percent more or less; null where there was nothing to compare with. */
function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : (100 * (now - before)) / before
}

function weekTable({ figures }: ReportFacts, say: Say): Table {
  return {
    kind: 'table',
    title: say('work.weeks'),
    columns: [
      { title: say('columns.week'), kind: 'text' },
      { title: say('columns.reported'), kind: 'count' },
      { title: say('columns.done'), kind: 'count' },
    ],
    rows: figures.weeks.map(({ week, finished }) => [
      `${week.from} – ${week.to}`,
      finished?.total ?? 0,
      finished?.numerator ?? 0,
    ]),
    note: say('work.weeks_note'),
  }
}

function weekChart({ figures }: ReportFacts, say: Say): Block {
  return {
    kind: 'chart',
    title: say('work.per_week'),
    isSideways: false,
    labels: figures.weeks.map(({ week }) => `${week.from.slice(5)}起`),
    series: [
      {
        name: say('columns.reported'),
        values: figures.weeks.map(({ finished }) => finished?.total ?? 0),
      },
      {
        name: say('columns.done'),
        values: figures.weeks.map(({ finished }) => finished?.numerator ?? 0),
      },
    ],
    unit: 'count',
  }
}

/** Of the leaves only: what stands above them would count everything twice. */
function topChart({ figures, names }: ReportFacts, say: Say): Block[] {
  const counted = figures.all(REPORTED, 'leaf').map(({ key, total }) => ({ key, total }))
  const above = new Set(counted.flatMap(({ key }) => names.line(key).slice(0, -1)))
  const top = counted
    .filter(({ key }) => !above.has(key))
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, TOP)
  if (top.length === 0) return []
  return [
    {
      kind: 'chart',
      title: say('work.top'),
      isSideways: true,
      labels: top.map(({ key }) => names.leaf(key)),
      series: [
        { name: say('columns.this'), values: top.map(({ total }) => total) },
        {
          name: say('columns.previous'),
          values: top.map(
            ({ key }) => figures.figure(REPORTED, 'leaf', key, 'previous')?.total ?? 0,
          ),
        },
      ],
      unit: 'count',
    },
  ]
}
