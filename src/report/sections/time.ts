/** Whether what was promised came in time: each promise, and the main ones by kind, leaf and building. */
import { CLOCK_KINDS } from '../../desk/clocks/rules.ts'
import { type Block, percentOf, tenthsOf } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { matrix } from './matrix.ts'

const MAIN = ['first_response', 'accept', 'arrive', 'resolve']

export function timeBlocks(facts: ReportFacts, say: Say): Block[] {
  return [
    promises(facts, say),
    ...chart(facts, say),
    ...matrix(facts, say, { title: say('time.kinds'), dimension: 'kind', measures: MAIN }),
    ...matrix(facts, say, { title: say('time.leaves'), dimension: 'leaf', measures: MAIN }),
    ...matrix(facts, say, { title: say('time.buildings'), dimension: 'building', measures: MAIN }),
  ]
}

function promises({ figures }: ReportFacts, say: Say): Block {
  const left = ['cancelled', 'merged', 'replaced', 'paused'] as const
  return {
    kind: 'table',
    title: say('time.promises'),
    columns: [
      { title: say('columns.measure'), kind: 'text' },
      { title: say('columns.this'), kind: 'rate' },
      { title: say('columns.previous'), kind: 'rate' },
      ...left.map((one) => ({ title: say(`columns.${one}`), kind: 'count' as const })),
      { title: say('columns.open'), kind: 'count' },
    ],
    rows: CLOCK_KINDS.filter((one) => figures.measures.has(one)).map((one) => [
      say('measures.on_time', { name: say(`measures.${one}`) }),
      figures.rate(one),
      figures.rate(one, 'all', '', 'previous'),
      ...left.map((why) => figures.figure(one)?.[why] ?? 0),
      figures.figure(one)?.running ?? 0,
    ]),
    note: say('time.promises_note'),
  }
}

function chart({ figures, rules }: ReportFacts, say: Say): Block[] {
  const shown = CLOCK_KINDS.filter((one) => figures.rate(one).denominator > 0)
  if (shown.length === 0) return []
  const target = rules.report.targets['resolve']
  return [
    {
      kind: 'chart',
      title: say('time.chart'),
      isSideways: false,
      labels: shown.map((one) => say(`measures.${one}`)),
      series: [
        {
          name: say('columns.this'),
          values: shown.map((one) => tenthsOf(percentOf(figures.rate(one)))),
        },
        {
          name: say('columns.previous'),
          values: shown.map((one) => tenthsOf(percentOf(figures.rate(one, 'all', '', 'previous')))),
        },
      ],
      unit: 'percent',
      ...(target !== undefined && { target }),
    },
  ]
}
