/** The same rates by team and by person, as they stood when it was judged. */
import type { Block } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { matrix } from './matrix.ts'

const MEASURES = ['accept', 'arrive', 'resolve', 'first_fix', 'reopen', 'satisfaction']

export function peopleBlocks(facts: ReportFacts, say: Say): Block[] {
  const note = say('people.note')
  return [
    ...matrix(facts, say, {
      title: say('people.teams'),
      dimension: 'team',
      measures: MEASURES,
      note,
    }),
    ...matrix(facts, say, {
      title: say('people.persons'),
      dimension: 'person',
      measures: MEASURES,
    }),
  ]
}
