/** One ticket as its page shows it to a member of staff. */
import { paidView } from '../quotes/paid-view.ts'
import { forReader } from '../staff/for-reader.ts'
import { findStaff } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { NEWS_EVENTS } from './complaint-clocks.ts'
import { maskedContact } from './contact-phone.ts'
import { detailLines, type NewsLine, newsLines } from './details.ts'
import { responderName } from './first-responder.ts'
import { helperNames } from './help/helper-lines.ts'
import { maySee } from './may-see.ts'
import { leadingTo } from './relations.ts'
import { COMPLAINT_NEWS } from './rules.ts'
import { type SitePhoto, sitePhotosOf } from './site-photos.ts'
import { isTicketState } from './states.ts'
import { findTicket, type TicketRow } from './ticket.ts'
import { lineOf, progressOf } from './ticket-lines.ts'

export interface TicketSheet {
  readonly number: string
  readonly urgent: boolean
  readonly stateWords: string
  readonly category: string
  /** Who pays for it as a rule; may be empty. */
  readonly payer: string
  /** Paid work: what was used with its total, and what the owner agreed to; both may be empty. */
  readonly paid: { readonly lines: string; readonly consent: string }
  /** What only its kind has: the name of each and how it reads. */
  readonly details: ReturnType<typeof detailLines>
  /** Of a complaint: what whoever made it was told in words. */
  readonly news: readonly NewsLine[]
  readonly place: string
  readonly description: string
  readonly appointment: string
  readonly holdWords: string
  readonly nextBy: string
  /** Who reported it, as they called themselves; may be empty. */
  readonly contact: string
  /** Masked; empty when there is none. */
  readonly phone: string
  /** Who helps now, as people read it; empty when nobody does. */
  readonly helpers: string
  /** Who answers for it from its first word; empty when nobody does. */
  readonly responder: string
  /** Whether the reader may have the whole of it shown. */
  readonly mayReveal: boolean
  readonly photoIds: readonly string[]
  readonly sitePhotos: readonly ShownPhoto[]
  /** What state it came to, what whoever complains was told, and when, oldest first. */
  readonly history: readonly { readonly at: Date; readonly words: string }[]
}

/** A photo from the spot. */
export interface ShownPhoto extends Omit<SitePhoto, 'staffId'> {
  /** The name of whoever sent it. */
  readonly who: string
}

/** With who sent each, in the order of the work. */
export async function shownPhotos(work: Work, ticket: TicketRow): Promise<readonly ShownPhoto[]> {
  const photos = sitePhotosOf(ticket)
  const senders = new Map<string, string>()
  for (const id of new Set(photos.map(({ staffId }) => staffId))) {
    senders.set(id, (await findStaff(work.tx, id))?.name ?? '')
  }
  return photos.map(({ staffId, ...photo }) => ({ ...photo, who: senders.get(staffId) ?? '' }))
}

/** Null when there is no such ticket in the actor's project, or none they may know of. */
export async function ticketSheet(work: Work, ticketId: string): Promise<TicketSheet | null> {
  const ticket = await findTicket(work.tx, ticketId)
  const member = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (!ticket || !member || member.projectId !== ticket.projectId) return null
  if (!(await maySee(work, member, ticket))) return null
  const line = lineOf(work, ticket)
  const progress = await progressOf(work, ticket)
  return {
    number: ticket.number,
    urgent: line.urgent,
    stateWords: line.state_words,
    category: line.category,
    payer: line.payer_words,
    ...forReader(member, {
      paid: await paidView(work, ticket),
      details: detailLines(work, ticket),
      news: newsLines(work, ticket),
      place: ticket.place,
      description: ticket.description,
      holdWords: progress.hold_words,
      contact: ticket.reporterName ?? '',
    }),
    appointment: line.appointment,
    nextBy: progress.next_by,
    phone: maskedContact(ticket),
    helpers: await helperNames(work, ticketId),
    responder: await responderName(work, ticket),
    mayReveal: isOfTheHouse(member),
    photoIds: [...ticket.photoIds, ...(await photosOfParts(work, ticketId))],
    sitePhotos: await shownPhotos(work, ticket),
    history: await historyOf(work, ticketId),
  }
}

/** Of the tickets that were merged into it: staff see all, owners their own. */
async function photosOfParts(work: Work, ticketId: string): Promise<string[]> {
  const parts = await leadingTo(work.tx, 'DUPLICATE', ticketId)
  if (parts.length === 0) return []
  const rows = await work.tx
    .selectFrom('ticket')
    .select('photoIds')
    .where('id', 'in', parts)
    .orderBy('createdAt')
    .execute()
  return rows.flatMap(({ photoIds }) => photoIds)
}

/** What state a ticket came to, what whoever complains was told, and when, oldest first. */
export async function historyOf(work: Work, ticketId: string): Promise<TicketSheet['history']> {
  const events = await work.tx
    .selectFrom('ticket_event')
    .select(['at', 'kind', 'toState'])
    .where('ticketId', '=', ticketId)
    .where((where) =>
      where.or([where('toState', 'is not', null), where('kind', 'in', Object.values(NEWS_EVENTS))]),
    )
    .orderBy('seq')
    .execute()
  const { states, complaints } = work.rules.tickets
  return events.flatMap(({ at, kind, toState }) => {
    const news = COMPLAINT_NEWS.find((what) => NEWS_EVENTS[what] === kind)
    if (news) return [{ at, words: complaints.news[news].told }]
    return isTicketState(toState) ? [{ at, words: states[toState].words }] : []
  })
}
