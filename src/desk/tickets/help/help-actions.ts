/** What flows may do about help: call in colleagues, and answer a call without a card. */
import { z } from 'zod'
import { type Action, defineAction } from '../../action.ts'
import { SKILL_WORDS } from '../../staff/roles.ts'
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../found-answer.ts'
import { optional, words } from '../inputs.ts'
import { namedNumbers } from '../named-numbers.ts'
import { means, parseNumber } from '../number.ts'
import { actingStaff, holderOf } from '../staff-step.ts'
import { findForStaff } from '../staff-tickets.ts'
import { findTicket } from '../ticket.ts'
import { lineOf } from '../ticket-lines.ts'
import { acceptCall, declineCall, finishHelp } from './answer-call.ts'
import { type CallAnswer, callIn } from './call-in.ts'
import { callable } from './wanted.ts'

const COMMON = ['ok', 'already', 'taken', 'wrong_state', 'not_yours', 'over'] as const

const call = defineAction({
  name: 'tickets.call_in',
  with: {
    number: { type: 'text', optional: true },
    words: { type: 'text', optional: true },
    colleague: { type: 'text', optional: true },
  },
  input: z.object({
    number: optional(words),
    words: optional(words),
    colleague: optional(words),
  }),
  outcomes: [
    ...COMMON,
    ...FOUND_OUTCOMES,
    ...(['who_wanted', 'several', 'nobody', 'no_handler', 'too_many', 'conflict', 'same'] as const),
  ],
  result: {
    ...FOUND_RESULT,
    people: 'list',
    number: 'text',
    state_words: 'text',
    holder: 'text',
    /** Names of those who were called, or who cannot be. */
    called: 'text',
    off_duty: 'text',
    /** Trades nobody was found for, in words. */
    lacking: 'text',
    minutes: 'integer',
    most: 'integer',
  },
  async run(work, { number, words: said = '', colleague }) {
    const staff = await actingStaff(work)
    const meant = number ?? numberIn(said)
    const found = await findForStaff(work, staff, { said: meant, verb: 'transfer' })
    return withFound(work, found, async ({ id }) =>
      answered(work, await callIn(work, { ticketId: id, words: said, chosen: colleague })),
    )
  },
})

/** Never the number of people: "要2个人" names no ticket. */
function numberIn(said: string): string | undefined {
  return namedNumbers(said.replace(/\d{1,2}\s*(?=[人名位个])/g, ''))[0]
}

async function answered(work: Work, answer: CallAnswer) {
  const { outcome, ticket, called = [], offDuty = [], lacking = [], minutes = 0 } = answer
  if (!ticket) return { outcome, result: { items: [] } }
  const people = answer.people?.map(lineOfPerson) ?? []
  const list = outcome === 'who_wanted' ? [...(await callable(work, ticket))] : people
  return {
    outcome: outcome === 'who_wanted' && list.length === 0 ? ('nobody' as const) : outcome,
    result: {
      ...{ items: [], people: list, number: ticket.number },
      state_words: lineOf(work, ticket).state_words,
      holder: await holderOf(work, ticket),
      called: called.join('、'),
      off_duty: offDuty.join('、'),
      lacking: lacking.map((skill) => SKILL_WORDS[skill]).join('、'),
      minutes,
      most: work.rules.tickets.help.most,
    },
  }
}

const lineOfPerson = ({ userId, name }: StaffMember) => ({
  ...{ id: userId, name, trades: '', on_duty: true },
})

const ANSWERS = { accept: acceptCall, decline: declineCall, done: finishHelp } as const

const answer = defineAction({
  name: 'tickets.answer_call',
  with: { answer: { type: 'choice' }, words: { type: 'text', optional: true } },
  input: z.object({ answer: z.enum(['accept', 'decline', 'done']), words: optional(words) }),
  outcomes: [...COMMON, 'not_found', 'none', 'several'],
  result: { number: 'text', place: 'text', holder: 'text', page_url: 'text', numbers: 'text' },
  async run(work, { answer: given, words: said = '' }) {
    const staff = await actingStaff(work)
    const [number] = namedNumbers(said)
    const calls = await openCalls(work, staff, number)
    const [only] = calls
    if (!only) return { outcome: 'none' }
    if (calls.length > 1) {
      const numbers = calls.map((one) => one.number).join('、')
      return { outcome: 'several', result: { numbers } }
    }
    const { outcome } = await ANSWERS[given](work, { ticketId: only.ticketId, helpId: only.id })
    const ticket = await findTicket(work.tx, only.ticketId)
    if (!ticket) return { outcome }
    return {
      outcome,
      result: {
        ...{ number: ticket.number, place: ticket.place },
        holder: await holderOf(work, ticket),
        page_url: work.links.ticketPage(ticket.id, staff.id),
      },
    }
  },
})

/** Calls of this member that are not over, of one number or of all. */
async function openCalls(work: Work, { id }: StaffMember, said: string | undefined) {
  const rows = await work.tx
    .selectFrom('ticket_helper')
    .innerJoin('ticket', 'ticket.id', 'ticket_helper.ticketId')
    .select(['ticket_helper.id', 'ticket_helper.ticketId', 'ticket.number'])
    .where('ticket_helper.staffId', '=', id)
    .where('ticket_helper.endedAt', 'is', null)
    .orderBy('ticket_helper.calledAt')
    .execute()
  const typed = said === undefined ? null : parseNumber(said)
  return typed ? rows.filter(({ number }) => means(typed, number)) : rows
}

export const helpActions: readonly Action[] = [call, answer]
