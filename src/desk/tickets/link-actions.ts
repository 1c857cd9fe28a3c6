/** What flows of the service centre may do with several tickets at once: merge, take apart. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import type { Work } from '../work.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from './found-answer.ts'
import { optional, words } from './inputs.ts'
import { MERGE_OUTCOMES, type MergeAnswer, mergeTicket } from './merge.ts'
import { namedNumbers, numberAndRest } from './named-numbers.ts'
import { splitTicket } from './split.ts'
import { actingStaff, type StepAnswer } from './staff-step.ts'
import { findForStaff } from './staff-tickets.ts'
import type { TicketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'
import { unmergeTicket } from './unmerge.ts'
import { WAIT_OUTCOMES, waitFor } from './wait-for.ts'

const COMMON = ['ok', 'already', 'taken', 'wrong_state', 'not_yours', 'over'] as const

const result = {
  ...FOUND_RESULT,
  /** As it was said, when it names no ticket or several. */
  said: 'text',
  number: 'text',
  title: 'text',
  place: 'text',
  state_words: 'text',
  other: 'text',
  other_title: 'text',
  other_place: 'text',
  other_state: 'text',
  told: 'integer',
} as const

const mayMerge = defineAction({
  name: 'tickets.may_merge',
  with: { words: { type: 'text', optional: true } },
  input: z.object({ words: optional(words) }),
  outcomes: [...COMMON, ...MERGE_OUTCOMES, ...FOUND_OUTCOMES, 'two_wanted'],
  result,
  async run(work, { words: said = '' }) {
    const [first, second, ...more] = namedNumbers(said)
    if (!first || !second || more.length > 0) return { outcome: 'two_wanted' as const }
    return await onTwo(work, first, second, (ticket, other) =>
      mergeTicket(work, { ticketId: ticket.id, into: other.id, isAsked: true }),
    )
  },
})

const merge = defineAction({
  name: 'tickets.merge',
  with: { number: { type: 'text' }, into: { type: 'text' } },
  input: z.object({ number: words, into: words }),
  outcomes: [...COMMON, ...MERGE_OUTCOMES, ...FOUND_OUTCOMES],
  result,
  run: (work, { number, into }) =>
    onTwo(work, number, into, (ticket, other) =>
      mergeTicket(work, { ticketId: ticket.id, into: other.id }),
    ),
})

const unmerge = defineAction({
  name: 'tickets.unmerge',
  with: { number: { type: 'text' } },
  input: z.object({ number: words }),
  outcomes: [...COMMON, ...FOUND_OUTCOMES, 'not_merged'],
  result,
  run: (work, { number }) =>
    onOne(work, number, async ({ id }) =>
      linked(work, await unmergeTicket(work, { ticketId: id })),
    ),
})

/** "拆分 7 门铃不响": the words may come later, in `text`. */
const split = defineAction({
  name: 'tickets.split',
  with: { words: { type: 'text', optional: true }, text: { type: 'text', optional: true } },
  input: z.object({ words: optional(words), text: optional(words) }),
  outcomes: [...COMMON, ...FOUND_OUTCOMES, 'words_wanted', 'number_wanted'],
  result,
  async run(work, { words: said = '', text }) {
    const { number, rest } = numberAndRest(said)
    if (number === '') return { outcome: 'number_wanted' as const }
    return await onOne(work, number, async ({ id }) =>
      linked(work, await splitTicket(work, { ticketId: id, text: text ?? rest })),
    )
  },
})

/** "7 等 3": the first waits for the second. */
const wait = defineAction({
  name: 'tickets.wait_for',
  with: { words: { type: 'text', optional: true } },
  input: z.object({ words: optional(words) }),
  outcomes: [...COMMON, ...WAIT_OUTCOMES, ...FOUND_OUTCOMES, 'two_wanted'],
  result,
  async run(work, { words: said = '' }) {
    const [first, second, ...more] = namedNumbers(said)
    if (!first || !second || more.length > 0) return { outcome: 'two_wanted' as const }
    return await onTwo(work, first, second, (ticket, other) =>
      waitFor(work, { ticketId: ticket.id, other: other.id }),
    )
  },
})

export const linkActions: readonly Action[] = [mayMerge, merge, unmerge, split, wait]

async function onOne<Answer extends { readonly outcome: string; readonly result?: object }>(
  work: Work,
  said: string,
  act: (ticket: TicketRow) => Promise<Answer>,
) {
  const found = await findForStaff(work, await actingStaff(work), { said })
  const answer = await withFound(work, found, act)
  if (found.outcome === 'found') return answer
  return { ...answer, result: { ...answer.result, said } }
}

async function onTwo<Outcome extends string>(
  work: Work,
  first: string,
  second: string,
  act: (ticket: TicketRow, other: TicketRow) => Promise<LinkAnswer<Outcome>>,
) {
  return await onOne(work, first, (ticket) =>
    onOne(work, second, async (other) => linked(work, await act(ticket, other))),
  )
}

type LinkAnswer<Outcome extends string> = StepAnswer<Outcome> & Pick<MergeAnswer, 'other' | 'told'>

async function linked<Outcome extends string>(
  work: Work,
  { outcome, ticket, other, told = 0 }: LinkAnswer<Outcome>,
) {
  if (!ticket) return { outcome, result: { items: [] } }
  const { number, title, place, state_words } = lineOf(work, ticket)
  const second = other ? lineOf(work, other) : null
  return {
    outcome,
    result: {
      ...{ items: [], number, title, place, state_words, told },
      other: second?.number ?? '',
      other_title: second?.title ?? '',
      other_place: second?.place ?? '',
      other_state: second?.state_words ?? '',
    },
  }
}
