/** What the forms about a contractor on a ticket's page do. */
import { giveToContractor } from '../desk/contractors/give-out.ts'
import {
  contractorReturned,
  contractorTook,
  type OrderAnswer,
  type OrderStep,
  recallFromContractor,
} from '../desk/contractors/steps.ts'
import { contractorCame, contractorFinished } from '../desk/contractors/work-by-phone.ts'
import type { Work } from '../desk/work.ts'
import type { MatterAct } from './matter-act.ts'

export const CONTRACTOR_ACTS: Readonly<Record<string, MatterAct>> = {
  'contractor-give': {
    run: (work, ticketId, { to, text }) =>
      giveToContractor(work, { ticketId, contractor: to, reason: text }),
    news: 'given_out',
    needsFresh: true,
    keepsText: true,
  },
  'contractor-took': noting(contractorTook, 'contractor_took'),
  'contractor-came': noting(contractorCame, 'contractor_came'),
  'contractor-finished': noting(contractorFinished, 'contractor_finished'),
  'contractor-returned': noting(contractorReturned, 'contractor_ended'),
  'contractor-recall': noting(recallFromContractor, 'contractor_ended'),
}

/** Said otherwise here: what was noted before is no mistake, and what is to be looked at first was noted as well. */
const ANSWERS: Readonly<Record<string, string>> = { already: 'noted_already', to_check: 'ok' }

function noting(
  step: (work: Work, step: OrderStep) => Promise<OrderAnswer>,
  news: string,
): MatterAct {
  return {
    async run(work, ticketId, { text }) {
      const { outcome } = await step(work, { ticketId, reason: text })
      return { outcome: ANSWERS[outcome] ?? outcome }
    },
    news,
    keepsText: true,
  }
}
