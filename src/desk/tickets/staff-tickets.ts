/** The tickets a member of staff has in hand, and which one they mean by a number. */
import { type SqlBool, sql } from 'kysely'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { seenByMember } from './may-see.ts'
import { means, numberPattern, parseNumber, type TypedNumber, wholeNumbers } from './number.ts'
import { HOLDABLE_STATES, isIn, OPEN_STATES, type TicketState, WAITING_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'
import { type Found, oneOf } from './visible-tickets.ts'

/** What somebody wants to do next: only tickets that are ready for it are listed. */
export const VERBS = [
  'accept',
  'arrive',
  'on_site',
  'start',
  'hold',
  'resume',
  'finish',
  'transfer',
  'return',
  'tell',
] as const
export type Verb = (typeof VERBS)[number]

const READY: Readonly<Record<Verb, readonly TicketState[]>> = {
  accept: ['OFFERED', 'ASSIGNED'],
  arrive: ['ACCEPTED'],
  on_site: ['ARRIVED', 'IN_PROGRESS'],
  start: ['ARRIVED'],
  hold: HOLDABLE_STATES,
  resume: ['ON_HOLD'],
  finish: ['ARRIVED', 'IN_PROGRESS'],
  transfer: ['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'],
  return: ['OFFERED', 'ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'],
  tell: OPEN_STATES,
}

const URGENT_FIRST = sql`array_position(ARRAY['urgent', 'high', 'normal', 'low'], priority)`

/** Open ones assigned or offered to them, the most urgent first, then the oldest. */
export async function jobsOf(
  work: Work,
  staff: StaffMember,
  verb: Verb | undefined,
): Promise<TicketRow[]> {
  const isTheirs = sql<SqlBool>`ticket.id IN (
    SELECT t.id FROM ticket t WHERE t."assigneeId" = ${staff.id} AND t.state = ANY (${[...OPEN_STATES]}::text[])
    UNION SELECT a."ticketId" FROM assignment a WHERE a."staffId" = ${staff.id} AND a."endedAt" IS NULL)`
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where('state', 'in', [...OPEN_STATES])
    .where(isTheirs)
    .where(seenByMember(work.rules, staff))
    .orderBy(URGENT_FIRST)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  const jobs = rows.map(ticketRow)
  return verb ? jobs.filter((ticket) => isReady(work, ticket, verb)) : jobs
}

/** Open ones of others in which they were called to help, whether they have answered or not; in the same order. */
async function helpedBy(work: Work, staff: StaffMember): Promise<TicketRow[]> {
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where('state', 'in', [...OPEN_STATES])
    .where('id', 'in', (from) =>
      from
        .selectFrom('ticket_helper')
        .select('ticketId')
        .where('staffId', '=', staff.id)
        .where('endedAt', 'is', null),
    )
    .where(seenByMember(work.rules, staff))
    .orderBy(URGENT_FIRST)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  return rows.map(ticketRow)
}

/** Open ones they answer for from the first word, in the same order. */
async function answeredForBy(work: Work, staff: StaffMember): Promise<TicketRow[]> {
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where('firstResponderId', '=', staff.id)
    .where('state', 'in', [...OPEN_STATES])
    .where(seenByMember(work.rules, staff))
    .orderBy(URGENT_FIRST)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  return rows.map(ticketRow)
}

/** What somebody has to do with now. */
export interface HandTicket {
  readonly ticket: TicketRow
  /** Somebody else has it, and they were called to help. */
  readonly helps: boolean
  /** Somebody else has it, and they answer for it from its first word. */
  readonly first: boolean
}

export const ownJob = (ticket: TicketRow): HandTicket => ({ ticket, helps: false, first: false })

/** Their own jobs, then those they help with, then those they only answer for; each once. */
export async function inHandOf(work: Work, staff: StaffMember): Promise<HandTicket[]> {
  const all = [
    ...(await jobsOf(work, staff, undefined)).map(ownJob),
    ...(await helpedBy(work, staff)).map((ticket) => ({ ...ownJob(ticket), helps: true })),
    ...(await answeredForBy(work, staff)).map((ticket) => ({ ...ownJob(ticket), first: true })),
  ]
  const isFirstOf = ({ ticket }: HandTicket, at: number) =>
    all.findIndex((other) => other.ticket.id === ticket.id) === at
  return all.filter(isFirstOf)
}

const MOST_WAITING = 50

/** What nobody has yet, the most urgent first, then the oldest. */
export async function waitingTickets(work: Work, staff: StaffMember): Promise<TicketRow[]> {
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where(seenByMember(work.rules, staff))
    .where('state', 'in', [...WAITING_STATES])
    .orderBy(URGENT_FIRST)
    .orderBy('createdAt')
    .orderBy('number')
    .limit(MOST_WAITING)
    .execute()
  return rows.map(ticketRow)
}

/** A short number means one's own job before any other ticket; without one see `meantWithout`. */
export async function findForStaff(
  work: Work,
  staff: StaffMember,
  asked: {
    readonly said: string | undefined
    readonly verb?: Verb | 'assign' | undefined
    /** What is meant when nothing is ready for `verb`. */
    readonly orVerb?: Verb | undefined
  },
): Promise<Found> {
  const { said, verb, orVerb } = asked
  if (!said?.trim()) {
    return oneOf(await meantWithout(work, staff, verb, orVerb))
  }
  const typed = parseNumber(said)
  if (!typed) return { outcome: 'not_found' }
  const own = (await jobsOf(work, staff, undefined)).filter((job) => means(typed, job.number))
  return oneOf(own.length > 0 ? own : await ofProject(work, staff, typed))
}

/**
 * To be given out: what nobody has. Otherwise the jobs ready for the step, or to be accepted those whose offer ran
 * out while nobody else took them. When there are none, the only job in hand: the step says why it cannot be.
 */
async function meantWithout(
  work: Work,
  staff: StaffMember,
  verb: Verb | 'assign' | undefined,
  orVerb: Verb | undefined,
): Promise<TicketRow[]> {
  if (verb === 'assign') return await waitingTickets(work, staff)
  const ready = await jobsOf(work, staff, verb)
  if (ready.length > 0) return ready
  const next = orVerb ? await jobsOf(work, staff, orVerb) : []
  if (next.length > 0) return next
  const missed = verb === 'accept' ? await missedOffers(work, staff) : []
  if (missed.length > 0) return missed
  const inHand = await jobsOf(work, staff, undefined)
  return inHand.length === 1 ? inHand : []
}

/** Still free, and last offered to them in vain: better late than nobody. */
async function missedOffers(work: Work, staff: StaffMember): Promise<TicketRow[]> {
  const free = await waitingTickets(work, staff)
  if (free.length === 0) return []
  const offers = await work.tx
    .selectFrom('assignment')
    .select(['ticketId', 'outcome', 'offeredAt'])
    .distinctOn('ticketId')
    .where('staffId', '=', staff.id)
    .where(
      'ticketId',
      'in',
      free.map(({ id }) => id),
    )
    .orderBy('ticketId')
    .orderBy('round', 'desc')
    .execute()
  return free.filter(({ id, createdAt, reopenedAt }) => {
    const offer = offers.find(({ ticketId }) => ticketId === id)
    return offer?.outcome === 'timed-out' && offer.offeredAt >= (reopenedAt ?? createdAt)
  })
}

/** A whole number is looked up; a short one is looked for among what is open, then among what is recent. */
async function ofProject(work: Work, staff: StaffMember, typed: TypedNumber): Promise<TicketRow[]> {
  const tickets = work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where(seenByMember(work.rules, staff))
    .orderBy('createdAt', 'desc')
    .limit(MOST_WAITING)
  const rowsOf = async (query: typeof tickets) => (await query.execute()).map(ticketRow)
  if (typed.day !== null) {
    const prefixes = Object.values(work.rules.categories.kinds).map((kind) => kind.prefix)
    return await rowsOf(tickets.where('number', 'in', wholeNumbers(typed, prefixes)))
  }
  const ending = tickets.where('number', 'like', numberPattern(typed))
  const open = await rowsOf(ending.where('state', 'in', [...OPEN_STATES]))
  if (open.length > 0) return open
  const since = new Date(work.now.getTime() - work.rules.tickets.mine.days * 86_400_000)
  return await rowsOf(ending.where('createdAt', '>', since))
}

function isReady(work: Work, ticket: TicketRow, verb: Verb): boolean {
  if (verb === 'tell' && ticket.kind !== 'complaint') return false
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  if (!visit && ticket.state === 'ACCEPTED' && (verb === 'finish' || verb === 'arrive')) {
    return verb === 'finish'
  }
  return isIn(ticket.state, READY[verb])
}
