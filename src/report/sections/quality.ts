/** Whether it was mended for good, whether owners were asked, and what they said (servicedesk.md D3: silence is not satisfaction). */
import type { Block, Rate } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { matrix } from './matrix.ts'

const MEASURES = ['finished', 'day_fix', 'first_fix', 'reopen', 'callback', 'satisfaction']
const SCORES = [5, 4, 3, 2, 1]

export function qualityBlocks(facts: ReportFacts, say: Say): Block[] {
  return [
    rates(facts, say),
    callbacks(facts, say),
    ...scores(facts, say),
    ...matrix(facts, say, { title: say('quality.kinds'), dimension: 'kind', measures: MEASURES }),
    ...matrix(facts, say, { title: say('quality.leaves'), dimension: 'leaf', measures: MEASURES }),
    ...matrix(facts, say, {
      title: say('quality.buildings'),
      dimension: 'building',
      measures: MEASURES,
    }),
  ]
}

/** The scores by scores and silence together. */
export function responseRate({ figures, rules }: ReportFacts, when?: 'previous'): Rate {
  const { denominator: scored = 0, silent = 0 } =
    figures.figure('satisfaction', 'all', '', when ?? 'now') ?? {}
  const asked = scored + silent
  return {
    numerator: scored,
    denominator: asked,
    target: null,
    isSmall: asked > 0 && asked < rules.report.small_below,
  }
}

function rates(facts: ReportFacts, say: Say): Block {
  const { figures } = facts
  return {
    kind: 'table',
    title: say('quality.quality'),
    columns: [
      { title: say('columns.measure'), kind: 'text' },
      { title: say('columns.this'), kind: 'rate' },
      { title: say('columns.previous'), kind: 'rate' },
    ],
    rows: [
      ...MEASURES.map((one) => [
        say(`measures.${one}`),
        figures.rate(one),
        figures.rate(one, 'all', '', 'previous'),
      ]),
      [say('measures.response'), responseRate(facts), responseRate(facts, 'previous')],
    ],
    note: say('quality.quality_note'),
  }
}

function callbacks({ figures }: ReportFacts, say: Say): Block {
  const asked = figures.figure('callback')
  const { numerator = 0, denominator = 0, unasked = 0, running = 0 } = asked ?? {}
  return {
    kind: 'table',
    title: say('quality.callbacks'),
    columns: [
      { title: say('columns.result'), kind: 'text' },
      { title: say('columns.count'), kind: 'count' },
    ],
    rows: [
      [say('quality.asked'), denominator],
      [say('quality.answered'), numerator],
      [say('quality.unreached'), denominator - numerator],
      [say('quality.waiting'), running],
      [say('quality.unasked'), unasked],
    ],
  }
}

function scores(facts: ReportFacts, say: Say): Block[] {
  const { figures, scores: given } = facts
  const { denominator = 0, silent = 0, scoreSum } = figures.figure('satisfaction') ?? {}
  if (denominator === 0) return []
  const average = say('quality.average', { score: ((scoreSum ?? 0) / denominator).toFixed(2) })
  const values = SCORES.map((score) => given.get(score) ?? 0)
  return [
    {
      kind: 'chart',
      title: say('quality.scores_chart'),
      isSideways: true,
      labels: SCORES.map((score) => say('quality.score', { score })),
      series: [{ name: say('columns.count'), values }],
      unit: 'count',
    },
    {
      kind: 'table',
      title: say('quality.scores'),
      columns: [
        { title: say('columns.score'), kind: 'text' },
        { title: say('columns.count'), kind: 'rate' },
      ],
      rows: SCORES.map((score, at) => [
        say('quality.score', { score }),
        { numerator: values[at] ?? 0, denominator, target: null, isSmall: false },
      ]),
      note: `${average}。${say('quality.satisfaction_note', { silent })}`,
    },
  ]
}
