/** Dangers to people: how many, of what, how soon somebody answered and was there. */
import type { Block } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { cut, grouped, matterCells, matterColumns, outcomeOf, outcomeTable } from './matters.ts'

export function safetyBlocks(facts: ReportFacts, say: Say): Block[] {
  const { dangers, names } = facts
  if (dangers.length === 0) return [{ kind: 'note', text: say('safety.none') }]
  const known = (value: number | null) => value !== null
  const counts = {
    count: dangers.length,
    taken: dangers.filter(({ takenAfter }) => known(takenAfter)).length,
    arrived: dangers.filter(({ arrivedAfter }) => known(arrivedAfter)).length,
  }
  return [
    { kind: 'note', text: say('safety.fastest', counts) },
    outcomeTable(
      say,
      say('safety.leaves'),
      { title: say('columns.leaf'), nameOf: names.leaf },
      grouped(dangers, ({ category }) => category),
    ),
    list(facts, say),
  ]
}

function list(facts: ReportFacts, say: Say): Block {
  const { shown, note } = cut(facts, say, facts.dangers)
  return {
    kind: 'table',
    title: say('safety.list'),
    columns: [
      ...matterColumns(say),
      { title: say('columns.taken'), kind: 'count' },
      { title: say('columns.arrived'), kind: 'count' },
      { title: say('columns.result'), kind: 'text' },
    ],
    rows: shown.map((one) => [
      ...matterCells(facts, say, one),
      one.takenAfter,
      one.arrivedAfter,
      say(`complaints.${outcomeOf(one)}`),
    ]),
    ...note,
  }
}
