/** What owners' flows may do with what was reported: see it, hurry it, add to it, take it back, reopen it. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { ownerOf } from '../residents/account.ts'
import type { Work } from '../work.ts'
import { withdrawTicket } from './cancel.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from './found-answer.ts'
import { images, optional, words } from './inputs.ts'
import { joinTicket } from './join-ticket.ts'
import { listForOwner } from './list-tickets.ts'
import { nudgeTicket } from './nudge.ts'
import { reopenTicket } from './reopen.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { findTicket, type TicketRow } from './ticket.ts'
import { detailsOf } from './ticket-lines.ts'
import { findForOwner } from './visible-tickets.ts'

const NUMBER = { number: { type: 'text', optional: true } } as const
const number = { number: optional(words) }

const details = {
  ...FOUND_RESULT,
  number: 'text',
  title: 'text',
  kind: 'text',
  kind_words: 'text',
  category: 'text',
  payer_words: 'text',
  urgent: 'yes_no',
  priority_words: 'text',
  state: 'text',
  state_words: 'text',
  place: 'text',
  when: 'text',
  appointment: 'text',
  description: 'text',
  photos: 'integer',
  staff: 'text',
  hold_words: 'text',
  next_words: 'text',
  next_by: 'text',
  can_withdraw: 'yes_no',
  can_nudge: 'yes_no',
  can_reschedule: 'yes_no',
  can_reopen: 'yes_no',
} as const

const mine = defineAction({
  name: 'tickets.mine',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'empty'],
  result: { items: 'list', count: 'integer', open: 'integer' },
  async run(work) {
    const { items, open } = await listForOwner(work)
    const outcome = items.length > 0 ? 'ok' : 'empty'
    return { outcome, result: { items, count: items.length, open } }
  },
})

const show = defineAction({
  name: 'tickets.show',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', ...FOUND_OUTCOMES],
  result: details,
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number), (ticket) => told(work, 'ok', ticket)),
})

const page = defineAction({
  name: 'tickets.own_page',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', ...FOUND_OUTCOMES],
  result: { url: 'text', minutes: 'integer', ...FOUND_RESULT },
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number), async ({ id }) => ({
      outcome: 'ok' as const,
      result: {
        url: work.links.ownTicket(id, ownerOf(work).conversationId),
        minutes: work.rules.access.owner_link_minutes,
      },
    })),
})

const nudge = defineAction({
  name: 'tickets.nudge',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', 'too_soon', 'over', ...FOUND_OUTCOMES],
  result: { ...details, times: 'integer' },
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number), async (seen) => {
      const { outcome, ticket, times } = await nudgeTicket(work, seen)
      return told(work, outcome, ticket, { times })
    }),
})

const withdraw = defineAction({
  name: 'tickets.withdraw',
  with: { ...NUMBER, reason: { type: 'text', optional: true } },
  input: z.object({ ...number, reason: optional(words) }),
  outcomes: ['ok', 'goes_on', 'too_late', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result: details,
  irreversible: true,
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number), async (seen) => {
      const { outcome, ticket } = await withdrawTicket(work, seen, input.reason ?? '')
      return told(work, outcome, ticket)
    }),
})

const ADDITION = {
  text: { type: 'text', optional: true },
  photos: { type: 'images', optional: true },
} as const
const addition = { text: optional(words).transform((text) => text ?? ''), photos: images }

const addNote = defineAction({
  name: 'tickets.add_note',
  with: { ...NUMBER, ...ADDITION },
  input: z.object({ ...number, ...addition }),
  outcomes: ['ok', 'nothing', 'over', ...FOUND_OUTCOMES],
  result: details,
  run: async (work, { text, photos, ...input }) =>
    withFound(work, await findForOwner(work, input.number), async (seen) => {
      if (text.trim() === '' && photos.length === 0) return told(work, 'nothing', seen)
      const now = await findTicket(work.tx, seen.id)
      if (!now || !isIn(now.state, OPEN_STATES)) return told(work, 'over', now ?? seen)
      return told(work, 'ok', await joinTicket(work, seen.id, { text, photos }))
    }),
})

const reopen = defineAction({
  name: 'tickets.reopen',
  with: { ...NUMBER, ...ADDITION },
  input: z.object({ ...number, ...addition }),
  outcomes: ['ok', 'still_open', 'linked', 'over', ...FOUND_OUTCOMES],
  result: details,
  run: async (work, { text, photos, ...input }) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome, ticket } = await reopenTicket(work, seen, { text, photos })
      return told(work, outcome, ticket)
    }),
})

export const ownerActions: readonly Action[] = [mine, show, page, nudge, withdraw, addNote, reopen]

async function told<const Outcome extends string>(
  work: Work,
  outcome: Outcome,
  ticket: TicketRow,
  more: Readonly<Record<string, unknown>> = {},
) {
  return { outcome, result: { ...(await detailsOf(work, ticket)), ...more, items: [] } }
}
