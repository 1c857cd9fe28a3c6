/** What staff's flows may look at: their jobs, one job, what waits for somebody, whom to turn to. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { forReader } from '../staff/for-reader.ts'
import { isOfTheHouse, supervises } from '../staff/supervises.ts'
import { workersOf } from '../staff/workers.ts'
import { categoryOf } from './categories.ts'
import { maskedContact, revealContact } from './contact-phone.ts'
import { responderName } from './first-responder.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from './found-answer.ts'
import { optional, words } from './inputs.ts'
import { sayTime } from './say-time.ts'
import { actingStaff, holderOf } from './staff-step.ts'
import { findForStaff, inHandOf, jobsOf, ownJob, VERBS, waitingTickets } from './staff-tickets.ts'
import { lineOf, progressOf } from './ticket-lines.ts'
import { unfinishedFor } from './unfinished.ts'
import { decisionsOf, lineOfConsidered } from './why-chosen.ts'

const LIST = { items: 'list', count: 'integer', number: 'text' } as const
const COUNTS = ['none', 'one', 'many'] as const

const jobs = defineAction({
  name: 'tickets.jobs',
  with: { verb: { type: 'choice', optional: true } },
  input: z.object({ verb: optional(z.enum(VERBS)) }),
  outcomes: COUNTS,
  result: LIST,
  /** Without a step that is meant also what they help with or answer for: no jobs of theirs, but theirs to look after. */
  async run(work, { verb }) {
    const staff = await actingStaff(work)
    const shown = verb ? (await jobsOf(work, staff, verb)).map(ownJob) : await inHandOf(work, staff)
    return listed(shown.map(({ ticket, ...marks }) => ({ ...lineOf(work, ticket), ...marks })))
  },
})

const unassigned = defineAction({
  name: 'tickets.unassigned',
  with: {},
  input: z.object({}),
  outcomes: [...COUNTS, 'not_yours'],
  result: LIST,
  async run(work) {
    const staff = await actingStaff(work)
    if (!supervises(staff)) return { outcome: 'not_yours' }
    return listed((await waitingTickets(work, staff)).map((ticket) => lineOf(work, ticket)))
  },
})

const unfinished = defineAction({
  name: 'tickets.unfinished',
  with: {},
  input: z.object({}),
  outcomes: ['some', 'none'],
  result: { items: 'list', count: 'integer', overdue: 'integer', more: 'integer', all: 'yes_no' },
  async run(work) {
    const found = await unfinishedFor(work, await actingStaff(work))
    const result = { ...found, items: [...found.items] }
    return { outcome: found.count > 0 ? 'some' : 'none', result }
  },
})

const job = defineAction({
  name: 'tickets.job',
  with: { number: { type: 'text', optional: true } },
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', ...FOUND_OUTCOMES],
  result: {
    ...FOUND_RESULT,
    number: 'text',
    title: 'text',
    description: 'text',
    category: 'text',
    urgent: 'yes_no',
    priority_words: 'text',
    state: 'text',
    state_words: 'text',
    place: 'text',
    when: 'text',
    appointment: 'text',
    contact: 'text',
    phone: 'text',
    photos: 'integer',
    holder: 'text',
    responder: 'text',
    hold_words: 'text',
    next_words: 'text',
    next_by: 'text',
    page_url: 'text',
  },
  async run(work, input) {
    const staff = await actingStaff(work)
    const found = await findForStaff(work, staff, { said: input.number })
    return withFound(work, found, async (ticket) => ({
      outcome: 'ok' as const,
      result: forReader(staff, {
        ...lineOf(work, ticket),
        ...(await progressOf(work, ticket)),
        items: [],
        description: ticket.description,
        contact: ticket.reporterName ?? '',
        phone: maskedContact(ticket),
        photos: ticket.photoIds.length,
        holder: await holderOf(work, ticket),
        responder: await responderName(work, ticket),
        page_url: work.links.ticketPage(ticket.id, staff.id),
      }),
    }))
  },
})

const why = defineAction({
  name: 'tickets.why_chosen',
  with: { number: { type: 'text', optional: true } },
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', 'not_dispatched', 'not_allowed', ...FOUND_OUTCOMES],
  result: {
    ...FOUND_RESULT,
    number: 'text',
    at: 'text',
    mode: 'text',
    chosen: 'text',
    holder: 'text',
    times: 'integer',
  },
  async run(work, input) {
    const staff = await actingStaff(work)
    if (!supervises(staff)) return { outcome: 'not_allowed', result: { items: [] } }
    const found = await findForStaff(work, staff, { said: input.number })
    return withFound(work, found, async (ticket) => {
      const decisions = await decisionsOf(work.tx, ticket.id)
      const last = decisions.at(-1)
      const { number } = ticket
      if (!last) return { outcome: 'not_dispatched' as const, result: { items: [], number } }
      return {
        outcome: 'ok' as const,
        result: {
          items: last.considered.map((one) => lineOfConsidered(work, one)),
          number,
          at: sayTime(last.at, work.now),
          mode: work.rules.tickets.dispatch.modes[last.mode],
          chosen: last.chosen.join('、'),
          holder: await holderOf(work, ticket),
          times: decisions.length,
        },
      }
    })
  },
})

const contact = defineAction({
  name: 'tickets.contact',
  with: { number: { type: 'text', optional: true } },
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', 'no_phone', 'masked', ...FOUND_OUTCOMES],
  result: { ...FOUND_RESULT, number: 'text', place: 'text', contact: 'text', phone: 'text' },
  async run(work, input) {
    const staff = await actingStaff(work)
    const found = await findForStaff(work, staff, { said: input.number })
    return withFound(work, found, async (ticket) => {
      const { outcome, phone = '' } = await revealContact(work, ticket.id)
      const { number, place, reporterName } = ticket
      const result = { items: [], number, place, contact: reporterName ?? '', phone }
      if (outcome === 'ok') return { outcome: 'ok' as const, result }
      const why = outcome === 'not_yours' ? ('masked' as const) : ('no_phone' as const)
      return { outcome: why, result }
    })
  },
})

/** Of a ticket those whose work it is by its category, without one those who mend things; on duty, and not who asks. */
const colleagues = defineAction({
  name: 'tickets.colleagues',
  with: { number: { type: 'text', optional: true } },
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', 'none'],
  result: { items: 'list', count: 'integer' },
  async run(work, { number }) {
    const staff = await actingStaff(work)
    const { id, projectId } = staff
    const found = number ? await findForStaff(work, staff, { said: number }) : null
    const handlers =
      found?.outcome === 'found'
        ? categoryOf(work.rules.categories, found.ticket.category).handlers
        : undefined
    const workers = isOfTheHouse(staff) ? await workersOf(work, projectId, handlers) : []
    const items = workers
      .filter((one) => one.on_duty && one.staffId !== id)
      .map(({ id: userId, name, trades }) => ({ id: userId, name, trades }))
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items, count: items.length } }
  },
})

const reasons = defineAction({
  name: 'tickets.reasons',
  with: { for: { type: 'choice' } },
  input: z.object({ for: z.enum(['hold', 'return', 'force_close']) }),
  outcomes: ['ok'],
  result: { items: 'list' },
  async run(work, input) {
    const { hold, return_reasons, force_close } = work.rules.tickets
    const lists = { hold: hold.reasons, return: return_reasons, force_close: force_close.reasons }
    const known = lists[input.for]
    const items = known.map(({ id, words: text }) => ({ id, words: text }))
    return { outcome: 'ok', result: { items } }
  },
})

export const staffActions: readonly Action[] = [
  jobs,
  unfinished,
  job,
  unassigned,
  why,
  contact,
  colleagues,
  reasons,
]

function listed<Line extends ReturnType<typeof lineOf>>(items: Line[]) {
  const outcome = items.length === 0 ? 'none' : items.length === 1 ? 'one' : 'many'
  const number = items.length === 1 ? (items[0]?.number ?? '') : ''
  return { outcome, result: { items, count: items.length, number } } as const
}
