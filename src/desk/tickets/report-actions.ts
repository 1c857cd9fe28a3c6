/** What flows may do to report a matter: for oneself, for a caller, and when there is danger. */
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { payerOf } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { ownAlarm, placeAlarm } from './alarm-place.ts'
import { categoryOf } from './categories.ts'
import { type Created, createTicket } from './create-ticket.ts'
import { responderName } from './first-responder.ts'
import { images, optional, phone, timeWindow, words } from './inputs.ts'
import { KINDS } from './kinds.ts'
import { AGAIN, type Logged, logForCaller } from './log-for-caller.ts'
import { type Report, SAME_MATTER } from './report.ts'
import type { TicketRow } from './ticket.ts'
import { lineOf, progressOf } from './ticket-lines.ts'

const PROBLEMS = [
  'no_words',
  'no_room',
  'no_place',
  'no_category',
  'bad_details',
  'window_past',
  'window_closed',
] as const
const OUTCOMES = ['ok', 'duplicate', 'same_open', ...PROBLEMS] as const

const fields = {
  text: { type: 'text' },
  room: { type: 'room', optional: true },
  building: { type: 'building', optional: true },
  place: { type: 'text', optional: true },
  photos: { type: 'images', optional: true },
  phone: { type: 'cn_phone', optional: true },
  name: { type: 'person_name', optional: true },
} as const

const place = {
  text: words,
  room: optional(words),
  building: optional(words),
  place: optional(words),
  photos: images,
  phone: optional(phone),
  name: optional(words),
}

const reportFields = {
  ...fields,
  kind: { type: 'choice', optional: true },
  category: { type: 'choice', optional: true },
  visit: { type: 'time_window', optional: true },
  same: { type: 'choice', optional: true },
  /** What only some kinds have (details.ts). */
  asset: { type: 'text', optional: true },
  against: { type: 'text', optional: true },
  level: { type: 'choice', optional: true },
  confidential: { type: 'yes_no', optional: true },
  who: { type: 'text', optional: true },
  wished: { type: 'text', optional: true },
} as const

const details = {
  asset: optional(words),
  against: optional(words),
  level: optional(words),
  confidential: optional(z.boolean()),
  who: optional(words),
  wished: optional(words),
}

const reportInput = z.object({
  ...place,
  kind: optional(z.enum(KINDS)).transform((kind) => kind ?? 'repair'),
  category: optional(words),
  visit: optional(timeWindow),
  same: optional(z.enum(SAME_MATTER)),
  ...details,
})

function withDetails<Given extends z.output<typeof reportInput>>(given: Given) {
  const { asset, against, level, confidential, who, wished, ...rest } = given
  return { ...rest, details: { asset, against, level, confidential, who, wished } }
}

const result = {
  number: 'text',
  ticket_id: 'text',
  title: 'text',
  kind_words: 'text',
  category: 'text',
  priority_words: 'text',
  urgent: 'yes_no',
  state: 'text',
  state_words: 'text',
  place: 'text',
  appointment: 'text',
  staff: 'text',
  responder: 'text',
  photo_wanted: 'yes_no',
  /** As a rule this is at the owner's own cost. */
  owner_pays: 'yes_no',
  /** within: at the developer's cost; unsettled: that is looked into; empty: neither. */
  warranty: 'text',
  next_words: 'text',
  next_by: 'text',
} as const

const create = defineAction({
  name: 'tickets.create',
  with: reportFields,
  input: reportInput.transform(withDetails),
  outcomes: OUTCOMES,
  result,
  irreversible: true,
  run: async (work, input) => answer(work, await createTicket(work, input)),
})

const logFor = defineAction({
  name: 'tickets.log_for',
  with: { ...reportFields, again: { type: 'choice', optional: true } },
  input: reportInput.extend({ again: optional(z.enum(AGAIN)) }).transform(withDetails),
  outcomes: [...OUTCOMES, 'same_finished', 'reopened'],
  result,
  irreversible: true,
  async run(work, input) {
    return answer(work, await logForCaller(work, input))
  },
})

const alert = defineAction({
  name: 'tickets.alert',
  with: fields,
  input: z.object(place),
  outcomes: ['ok', 'duplicate', 'no_words'],
  result,
  async run(work, input) {
    const created = await sound(work, { ...input, kind: 'help', hazard: true })
    if (!('ticket' in created)) return { outcome: 'no_words' }
    const outcome = created.outcome === 'ok' ? 'ok' : 'duplicate'
    return { outcome, result: await resultOf(work, created.ticket) }
  },
})

/** Where the danger of the chat's own alarm is, in a sentence of its own. */
const sayWhere = defineAction({
  name: 'tickets.say_where',
  with: {
    text: { type: 'text' },
    building: { type: 'building', optional: true },
    place: { type: 'text', optional: true },
  },
  input: z.object({ text: words, building: optional(words), place: optional(words) }),
  outcomes: ['ok', 'none'],
  result: { number: 'text', place: 'text' },
  async run(work, input) {
    const alarm = await ownAlarm(work)
    if (!alarm) return { outcome: 'none' }
    const { number, place } = await placeAlarm(work, alarm, input)
    return { outcome: 'ok', result: { number, place } }
  },
})

export const reportActions = [create, logFor, alert, sayWhere]

/** A room that is not in the register does not keep an alarm back: it is passed on as it was said. */
async function sound(work: Work, given: Report): Promise<Created> {
  const created = await createTicket(work, given)
  if (created.outcome !== 'no_room') return created
  const { room, place: said = '', ...rest } = given
  return await createTicket(work, { ...rest, place: `${room ?? ''} ${said}` })
}

async function answer<Answer extends Logged>(work: Work, made: Answer) {
  const outcome: Answer['outcome'] = made.outcome
  return 'ticket' in made ? { outcome, result: await resultOf(work, made.ticket) } : { outcome }
}

async function resultOf(work: Work, ticket: TicketRow) {
  const { photo, visit } = categoryOf(work.rules.categories, ticket.category)
  const payer = visit ? payerOf(work, ticket) : 'property'
  return {
    ...lineOf(work, ticket),
    ...(await progressOf(work, ticket)),
    ticket_id: ticket.id,
    responder: await responderName(work, ticket),
    photo_wanted: photo === 'wanted' && ticket.photoIds.length === 0,
    owner_pays: visit && payer === 'owner',
    warranty: WARRANTY[payer] ?? '',
  }
}

const WARRANTY: Readonly<Record<string, string>> = {
  developer_warranty: 'within',
  unsettled: 'unsettled',
}
