/** What flows may do with contractors: list the firms, give a ticket to one, note what it says, take it back. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { optional, words } from '../tickets/inputs.ts'
import { actingStaff } from '../tickets/staff-step.ts'
import { findForStaff } from '../tickets/staff-tickets.ts'
import { lineOf, progressOf } from '../tickets/ticket-lines.ts'
import type { Work } from '../work.ts'
import { listedFirms } from './contractors.ts'
import { GIVE_OUTCOMES, type GivenOut, giveToContractor } from './give-out.ts'
import {
  contractorMended,
  contractorReturned,
  contractorTook,
  ORDER_OUTCOMES,
  type OrderAnswer,
  recallFromContractor,
} from './steps.ts'
import { contractorCame, contractorFinished } from './work-by-phone.ts'

const COMMON = ['ok', 'already', 'not_yours', 'over', 'taken', 'wrong_state'] as const

const result = {
  ...FOUND_RESULT,
  number: 'text',
  title: 'text',
  place: 'text',
  state_words: 'text',
  next_by: 'text',
  firm: 'text',
  member: 'text',
  until: 'text',
  trade: 'text',
} as const

const list = defineAction({
  name: 'contractors.list',
  with: { said: { type: 'text', optional: true } },
  input: z.object({ said: optional(words) }),
  outcomes: ['some', 'none', 'not_yours'],
  result: { items: 'list' },
  async run(work, { said = '' }) {
    const staff = await actingStaff(work)
    if (!isOfTheHouse(staff)) return { outcome: 'not_yours', result: { items: [] } }
    const firms = await listedFirms(work.tx, staff.projectId)
    const items = said.includes(DEVELOPER)
      ? firms.filter(({ isDeveloper }) => isDeveloper)
      : [...firms]
    return { outcome: items.length > 0 ? 'some' : 'none', result: { items } }
  },
})

/** Whoever says it means one of them. */
const DEVELOPER = '开发商'

const give = defineAction({
  name: 'contractors.give',
  with: {
    number: { type: 'text', optional: true },
    contractor: { type: 'text', optional: true },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    number: optional(words),
    contractor: optional(words),
    reason: optional(words),
  }),
  outcomes: [...COMMON, ...GIVE_OUTCOMES, ...FOUND_OUTCOMES],
  result,
  async run(work, { number, ...given }) {
    const found = await findForStaff(work, await actingStaff(work), { said: number })
    return withFound(work, found, async ({ id }) =>
      answerOf(work, await giveToContractor(work, { ...given, ticketId: id })),
    )
  },
})

const STEPS = {
  took: contractorTook,
  mended: contractorMended,
  returned: contractorReturned,
  recall: recallFromContractor,
  came: contractorCame,
  finished: contractorFinished,
} as const

const step = defineAction({
  name: 'contractors.step',
  with: {
    number: { type: 'text', optional: true },
    step: { type: 'choice' },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    number: optional(words),
    step: z.enum(['took', 'mended', 'returned', 'recall', 'came', 'finished']),
    reason: optional(words),
  }),
  outcomes: [...COMMON, ...ORDER_OUTCOMES, ...FOUND_OUTCOMES],
  result,
  async run(work, { number, step: name, reason }) {
    const found = await findForStaff(work, await actingStaff(work), { said: number })
    return withFound(work, found, async ({ id }) =>
      answerOf(work, await STEPS[name](work, { reason, ticketId: id })),
    )
  },
})

async function answerOf<Answer extends GivenOut | OrderAnswer>(work: Work, answer: Answer) {
  const { firm = '', member = '', until = '', trade = '' } = answer as Partial<GivenOut>
  const outcome = answer.outcome as Answer['outcome']
  const known = { items: [], firm, member, until, trade }
  if (!answer.ticket) return { outcome, result: known }
  const about = { ...lineOf(work, answer.ticket), ...(await progressOf(work, answer.ticket)) }
  return { outcome, result: { ...about, ...known } }
}

export const contractorActions: readonly Action[] = [list, give, step]
