/** Questions about open callbacks that flows may ask in expressions. */
import type { Fact } from '../action.ts'
import { isReporter } from '../tickets/is-reporter.ts'
import { ticketRow } from '../tickets/ticket.ts'
import { findForOwner, visibleTickets } from '../tickets/visible-tickets.ts'
import type { Work } from '../work.ts'

/** A late answer or score is still wanted in these. */
const STILL_WANTED = ['DONE', 'CONFIRMED']

export const surveyFacts: Readonly<Record<string, Fact>> = {
  survey_open: {
    signature: 'survey_open(string): bool',
    async answer(work, args) {
      const found = await findForOwner(work, String(args[0] ?? ''), 'finished')
      if (found.outcome !== 'found') return false
      return isReporter(work, found.ticket) && STILL_WANTED.includes(found.ticket.state)
    },
  },
  open_survey: {
    signature: 'open_survey(): string',
    answer: async (work) => await latestOpen(work),
  },
}

/** The number of the last finished ticket this chat can still answer for, or "". */
async function latestOpen(work: Work): Promise<string> {
  const rows = await (await visibleTickets(work))
    .where('state', 'in', STILL_WANTED)
    .clearOrderBy()
    .orderBy('doneAt', 'desc')
    .limit(8)
    .execute()
  const own = rows.map(ticketRow).find((ticket) => isReporter(work, ticket))
  return own?.number ?? ''
}
