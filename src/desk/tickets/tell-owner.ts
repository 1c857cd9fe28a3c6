/** Tells the owner, and everybody who reported the same, what has become of a ticket, what comes next and by when. */
import type { TimerHandler } from '../action.ts'
import { firmAtWork } from '../contractors/order.ts'
import { SKILL_WORDS, type Skill } from '../staff/roles.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { peaceUntil } from './by-night.ts'
import { categoryOf } from './categories.ts'
import { type Follower, followersOf } from './followers.ts'
import { nextPromise } from './next-promise.ts'
import { nextDoes, nextWords } from './next-words.ts'
import { keepNews, lastNews, nextSeq } from './owner-news.ts'
import { keepAnswered, laterThan, type NextPromise } from './promises.ts'
import { sayTime } from './say-time.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { parseLater, tellLater } from './tell-later.ts'
import { findTicket, lockTicket, subjectOf, type TicketRow } from './ticket.ts'

interface Telling {
  /** A name in flows/_text/tickets.zh-CN.yaml. */
  readonly words: string
  /** It changes what they count on: where the chat cannot be written to, a steward tells them instead. */
  readonly isNeeded?: boolean
  /** Names of values that concern the ticket's own home: whoever follows for the sake of another place reads none of them. */
  readonly ofHome?: readonly string[]
  /** What is promised next, where it is not what was promised so far; null when nothing is. */
  readonly next?: NextPromise | null
}

/**
 * An owner who acts hears it in the answer to their own words; everybody else who follows the ticket hears it once.
 * What was promised is kept, and told again before it passes. What no person caused waits for the morning where it can;
 * what a member of staff did is a person's answer.
 */
export async function tellOwner(
  work: Work,
  ticket: TicketRow,
  telling: string | Telling,
  values: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const how: Telling = typeof telling === 'string' ? { words: telling } : telling
  if (work.actor.kind === 'system') {
    const last = await lastNews(work.tx, ticket.id)
    const at = peaceUntil(work, ticket, last?.by ?? null)
    const { words, isNeeded = false, ofHome = [] } = how
    const after = last?.seq ?? 0
    if (at) return await tellLater(work, ticket, { at, words, isNeeded, ofHome, values, after })
  }
  if (isAnswer(work, ticket)) await keepAnswered(work, ticket)
  const next = how.next === undefined ? await aheadOf(work, ticket) : how.next
  await tellThese(work, ticket, await followersOf(work, ticket.id), { ...how, next, values })
  await keepNews(work, ticket, { words: how.words, next })
}

/** The morning has come. Whatever was told since then said where it stands. */
export const tellDelayed: TimerHandler = async (work, { payload }) => {
  const { ticketId, after, values, ...how } = parseLater(payload)
  const ticket = await lockTicket(work.tx, ticketId)
  if (!ticket || !isIn(ticket.state, OPEN_STATES)) return
  if (((await lastNews(work.tx, ticketId))?.seq ?? 0) !== after) return
  await tellOwner(work, ticket, how, values)
}

/** Whoever noted something themselves is not answered by what they do next. */
function isAnswer({ actor }: Work, { channel, loggedByStaffId }: TicketRow): boolean {
  return actor.kind === 'staff' && !(channel === 'app' && loggedByStaffId === actor.staffId)
}

/** Tells some of those who follow a ticket what concerns only them; it is no news of the ticket itself. */
export async function tellThese(
  work: Work,
  ticket: TicketRow,
  people: readonly Follower[],
  how: Telling & { readonly values: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { words, values } = how
  const next = how.next === undefined ? await aheadOf(work, ticket) : how.next
  const all = { ...(await ownerValues(work, ticket)), ...nextValues(work, ticket, next), ...values }
  const seq = await nextSeq(work.tx, ticket.id)
  for (const { conversationId, viaTicketId } of people) {
    if (work.actor.kind === 'owner' && work.actor.conversationId === conversationId) continue
    const names = viaTicketId === null ? [] : (how.ofHome ?? [])
    const hidden = Object.fromEntries(names.map((name) => [name, '']))
    await work.tell.owner(work, conversationId, {
      words,
      values: { ...all, ...(await placeFor(work, ticket, viaTicketId)), ...hidden },
      key: `ticket-${ticket.id}-${ticket.version}-${words}-${seq}-${conversationId}`,
      purpose: 'notice',
      topic: topicOf(ticket.id),
      ...(how.isNeeded && { inTime: inTimeFor(ticket) }),
    })
  }
}

/** Whoever follows for the sake of a merged ticket reads of the place they reported, never of a stranger's home. */
async function placeFor(work: Work, ticket: TicketRow, viaTicketId: string | null) {
  if (viaTicketId === null || ticket.roomId === null) return {}
  return { place: (await findTicket(work.tx, viaTicketId))?.place ?? '' }
}

/** What owners were told without a note of its own: in the answer to their report. */
export async function noteTold(work: Work, ticket: TicketRow, words: string): Promise<void> {
  await keepNews(work, ticket, { words, next: await aheadOf(work, ticket) })
}

/** A promise that has passed is not repeated as one: a later time is promised. */
async function aheadOf(work: Work, ticket: TicketRow): Promise<NextPromise | null> {
  const next = await nextPromise(work, ticket)
  return next && next.by <= work.now
    ? await laterThan(work, ticket, { next, from: work.now })
    : next
}

/** The news of one ticket. */
export function topicOf(ticketId: string): string {
  return `ticket/${ticketId}`
}

function inTimeFor(ticket: TicketRow) {
  return { subject: subjectOf(ticket.id), buildingCode: ticket.buildingCode }
}

function nextValues(work: Work, ticket: TicketRow, next: NextPromise | null) {
  return {
    next_words: nextWords(work, ticket, next),
    next_by: next ? sayTime(next.by, work.now) : '',
    next_does: nextDoes(work, next),
  }
}

async function ownerValues(work: Work, ticket: TicketRow) {
  const category = categoryOf(work.rules.categories, ticket.category)
  const staff = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  const firm = await firmAtWork(work.tx, ticket.id)
  return {
    number: ticket.number,
    place: ticket.place,
    phone: await phoneOfProject(work, ticket.projectId),
    category: category.name,
    visit: category.visit,
    staff: firm || (staff?.name ?? ''),
    trade: firm ? '' : tradeOf(staff?.skills ?? [], category.skill),
  }
}

/** The trade the matter needs, when its handler has it; else their own first. */
function tradeOf(skills: readonly Skill[], needed: Skill | null): string {
  const trade = needed !== null && skills.includes(needed) ? needed : skills[0]
  return trade ? SKILL_WORDS[trade] : ''
}

async function phoneOfProject(work: Work, projectId: string): Promise<string> {
  const project = await work.tx
    .selectFrom('project')
    .select('servicePhone')
    .where('id', '=', projectId)
    .executeTakeFirst()
  return project?.servicePhone ?? ''
}
