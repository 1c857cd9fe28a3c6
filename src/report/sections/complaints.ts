/** Complaints by topic and level, and what became of each. */
import type { ComplaintLevel } from '../../desk/tickets/rules.ts'
import type { Block } from '../document.ts'
import type { Matter } from '../read/complaints.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { cut, grouped, matterCells, matterColumns, outcomeOf, outcomeTable } from './matters.ts'

export function complaintBlocks(facts: ReportFacts, say: Say): Block[] {
  const { complaints, names, rules } = facts
  if (complaints.length === 0) return [{ kind: 'note', text: say('complaints.none') }]
  const topics = grouped(complaints, ({ category }) => category)
  const { levels } = rules.tickets.complaints
  const level = (key: string) => levels[key as ComplaintLevel]?.words ?? key
  const first = { title: say('columns.leaf'), nameOf: names.leaf }
  return [
    {
      kind: 'chart',
      title: say('complaints.chart'),
      isSideways: true,
      labels: [...topics.keys()].map(names.leaf),
      series: [
        { name: say('columns.count'), values: [...topics.values()].map((all) => all.length) },
      ],
      unit: 'count',
    },
    outcomeTable(say, say('complaints.topics'), first, topics),
    outcomeTable(
      say,
      say('complaints.levels'),
      { title: say('columns.level'), nameOf: level },
      grouped(complaints, levelOf),
    ),
    list(facts, say, level),
    { kind: 'note', text: say('complaints.validity') },
  ]
}

/** Of the time before there were levels: the lightest. */
function levelOf({ level }: Matter): string {
  return level || 'general'
}

function list(facts: ReportFacts, say: Say, level: (key: string) => string): Block {
  const { shown, note } = cut(facts, say, facts.complaints)
  return {
    kind: 'table',
    title: say('complaints.list'),
    columns: [
      ...matterColumns(say),
      { title: say('columns.level'), kind: 'text' },
      { title: say('columns.result'), kind: 'text' },
    ],
    rows: shown.map((one) => [
      ...matterCells(facts, say, one),
      level(levelOf(one)),
      resultOf(one, say),
    ]),
    ...note,
  }
}

function resultOf(matter: Matter, say: Say): string {
  const result = say(`complaints.${outcomeOf(matter)}`)
  const { reopenCount: count } = matter
  return count > 0 ? say('complaints.reopened', { result, count }) : result
}
