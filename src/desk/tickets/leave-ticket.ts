/** Whoever reported a matter takes their report back while others have reported the same. */
import type { Work } from '../work.ts'
import { maskedContact } from './contact-phone.ts'
import { followersOf, followItself, leaveTicket } from './followers.ts'
import { isReporter } from './is-reporter.ts'
import type { TicketKind } from './kinds.ts'
import { endPart, partsOf } from './parts.ts'
import { recordEvent } from './record-event.ts'
import { leadingTo } from './relations.ts'
import { reportedThrough } from './reported-through.ts'
import { takeOut } from './take-out.ts'
import { tellHandler } from './tell-handler.ts'
import { tellThese } from './tell-owner.ts'
import type { TicketChanges, TicketRow } from './ticket.ts'

type Heir = Pick<
  TicketChanges,
  | 'channel'
  | 'conversationId'
  | 'reporterPersonId'
  | 'loggedByStaffId'
  | 'reporterName'
  | 'contactPhoneEnc'
  | 'contactPhoneHash'
  | 'contactPhoneLast4'
>

/**
 * The ticket goes on for the next one who reported it: the first chat that joined it, else the first ticket merged into
 * it that is about the same home or is no home's. Whoever leaves hears no more of it and is phoned no more; the agreed
 * time, the words and the photos stay, as the others were told of them. Null when there is no such person.
 * Relations and the ticket are locked by the caller.
 */
export async function goOnWithout(
  work: Work,
  ticket: TicketRow,
  reason: string,
): Promise<TicketRow | null> {
  const heir = (await firstJoined(work, ticket)) ?? (await firstMerged(work, ticket))
  if (!heir) return null
  await endOwnParts(work, ticket)
  await leaveTicket(work, ticket.id)
  if (heir.conversationId) await followItself(work, ticket.id, heir.conversationId)
  const left = await recordEvent(work, ticket, {
    kind: 'reporter-left',
    set: heir,
    note: reason ? { reason } : {},
  })
  const now = await followersOf(work, left.id)
  const next = now.filter(({ conversationId }) => conversationId === heir.conversationId)
  const telling = { words: 'tickets.owner.yours_now', isNeeded: true, values: {} }
  await tellThese(work, left, next, telling)
  const values = { reason, name: left.reporterName ?? '', contact: maskedContact(left) }
  await tellHandler(work, left, { words: 'tickets.staff.reporter_left', values })
  return left
}

/**
 * What was merged into it of other homes, and every complaint, goes on by itself, first to whoever has this one; their
 * own ends with it. The ticket as it is now, and whether anything goes on.
 */
export async function partFromOthers(
  work: Work,
  ticket: TicketRow,
): Promise<{ readonly ticket: TicketRow; readonly goesOn: boolean }> {
  await endOwnParts(work, ticket)
  const preferStaffId = ticket.assigneeId
  let parent = ticket
  const parts = await partsOf(work, ticket)
  for (const { part, relation } of parts) {
    parent = (await takeOut(work, { part, parent, relation, preferStaffId })).parent
  }
  return { ticket: parent, goesOn: parts.length > 0 }
}

async function firstJoined(work: Work, ticket: TicketRow): Promise<Heir | null> {
  for (const { conversationId, personId, viaTicketId } of await followersOf(work, ticket.id)) {
    const isOwn = isReporter(work, { conversationId, reporterPersonId: personId })
    if (viaTicketId !== null || isOwn) continue
    const person = personId ? await personOf(work, personId) : null
    return {
      channel: reportedThrough(conversationId),
      conversationId,
      reporterPersonId: personId,
      loggedByStaffId: null,
      reporterName: person?.name ?? null,
      contactPhoneEnc: person?.phoneEnc ?? null,
      contactPhoneHash: person?.phoneHash ?? null,
      contactPhoneLast4: person?.phoneLast4 ?? null,
    }
  }
  return null
}

/** A complaint is its owner's own: nobody goes on with the words of another. */
async function firstMerged(work: Work, ticket: TicketRow): Promise<Heir | null> {
  if ((ticket.kind as TicketKind) === 'complaint') return null
  for (const { part } of await partsOf(work, ticket)) {
    if (isReporter(work, part) || part.roomId !== ticket.roomId) continue
    const { channel, conversationId, reporterPersonId, loggedByStaffId, reporterName } = part
    const { contactPhoneEnc, contactPhoneHash, contactPhoneLast4 } = part
    return {
      ...{ channel, conversationId, reporterPersonId, loggedByStaffId, reporterName },
      ...{ contactPhoneEnc, contactPhoneHash, contactPhoneLast4 },
    }
  }
  return null
}

/** What they reported themselves once more, unless others' reports were merged into that. */
async function endOwnParts(work: Work, ticket: TicketRow): Promise<void> {
  for (const { part } of await partsOf(work, ticket)) {
    const isAlone = (await leadingTo(work.tx, 'DUPLICATE', part.id)).length === 0
    if (isReporter(work, part) && isAlone)
      await endPart(work, part, { code: 'withdrawn', with: ticket })
  }
}

async function personOf({ tx }: Work, personId: string) {
  return await tx
    .selectFrom('person')
    .select(['name', 'phoneEnc', 'phoneHash', 'phoneLast4'])
    .where('id', '=', personId)
    .executeTakeFirst()
}
