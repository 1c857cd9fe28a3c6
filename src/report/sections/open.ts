/** What is not done and late, as it stands when the report is written. */
import type { Block } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { cut, grouped, matterCells, matterColumns } from './matters.ts'

const DAY_MS = 86_400_000

export function openBlocks(facts: ReportFacts, say: Say): Block[] {
  const { matters, names } = facts
  const { open, late } = matters
  const count: Block = { kind: 'note', text: say('open.count', { open, late: late.length }) }
  if (late.length === 0) return [count, { kind: 'note', text: say('open.none') }]
  const teams = grouped(late, ({ team }) => team)
  return [
    count,
    {
      kind: 'table',
      title: say('open.teams'),
      columns: [
        { title: say('columns.team'), kind: 'text' },
        { title: say('columns.count'), kind: 'count' },
      ],
      rows: [...teams].map(([team, all]) => [names.team(team) || say('no_team'), all.length]),
    },
    list(facts, say),
  ]
}

function list(facts: ReportFacts, say: Say): Block {
  const { matters, now, rules } = facts
  const { shown, note } = cut(facts, say, matters.late)
  return {
    kind: 'table',
    title: say('open.list'),
    columns: [
      ...matterColumns(say),
      { title: say('columns.state'), kind: 'text' },
      { title: say('columns.promise'), kind: 'text' },
      { title: say('columns.days_late'), kind: 'score' },
    ],
    rows: shown.map((one) => [
      ...matterCells(facts, say, one),
      (rules.tickets.states as Record<string, { words: string }>)[one.state]?.words ?? one.state,
      (rules.clocks.promises as Record<string, string>)[one.promise] ?? one.promise,
      (now.getTime() - one.dueAt.getTime()) / DAY_MS,
    ]),
    ...note,
  }
}
