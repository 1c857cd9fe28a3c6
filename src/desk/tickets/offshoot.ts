/** A ticket that comes out of another one: of the same place and people, with its own number, clocks and handler. */
import { withoutForgotten } from '../../media/forget-file.ts'
import { findStaff } from '../staff/staff.ts'
import { UNSETTLED } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { untold } from './details.ts'
import { dispatch } from './dispatch.ts'
import { firstResponderFor } from './first-responder.ts'
import { followToo } from './followers.ts'
import { insertTicket } from './insert-ticket.ts'
import { knownBy } from './merged-view.ts'
import { startPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { keepRelation } from './relations.ts'
import { firstReportedAt } from './reported-at.ts'
import { reportedThrough } from './reported-through.ts'
import { tellResponder } from './tell-responder.ts'
import { findTicket, type TicketRow } from './ticket.ts'

export interface Offshoot {
  readonly relation: 'RELATED' | 'SPLIT'
  readonly category: string
  readonly weight: Pick<TicketRow, 'priority' | 'urgency' | 'impact'>
  readonly description: string
  readonly photos: readonly string[]
  /** Knows the matter: asked first. */
  readonly preferStaffId: string | null
}

/** How both logs name the other ticket. */
const EVENTS = {
  RELATED: { own: 'continues', origin: 'continued' },
  SPLIT: { own: 'split-from', origin: 'split-off' },
} as const

/** `origin` is locked by the caller. Whoever first received it answers for this one too (mission.md A3). */
export async function createOffshoot(
  work: Work,
  origin: TicketRow,
  wanted: Offshoot,
): Promise<TicketRow> {
  // Whoever knows it only because theirs was merged into it means their own place.
  const base = (await knownBy(work, origin)) ?? origin
  // What was reported in time stays the developer's, on whatever ticket it is; what comes later is a report of its own.
  const isOfThatReport = wanted.relation === 'SPLIT'
  const reportedAt = isOfThatReport ? await firstReportedAt(work.tx, base) : work.now
  const made = await insertTicket(work, await fieldsOf(work, base, wanted), {}, reportedAt)
  await followToo(work, { fromId: base.id, toId: made.id, as: 'own' })
  await keepRelation(work, { type: wanted.relation, from: made, to: origin })
  const { own, origin: theirs } = EVENTS[wanted.relation]
  const noted = await recordEvent(work, made, { kind: own, note: { name: origin.number } })
  await recordEvent(work, origin, { kind: theirs, note: { name: made.number } })
  await tellResponder(work, noted, { words: 'tickets.staff.first_new' })
  await startPromises(work, noted)
  await dispatch(work, made.id, { preferStaffId: wanted.preferStaffId })
  return (await findTicket(work.tx, made.id)) ?? noted
}

async function fieldsOf(work: Work, base: TicketRow, wanted: Offshoot) {
  const { corpId, projectId, kind, roomId, roomCode, buildingCode, place } = base
  const { contactPhoneEnc, contactPhoneHash, contactPhoneLast4, reporterName } = base
  return {
    ...{ corpId, projectId, kind, roomId, roomCode, buildingCode, place },
    ...{ contactPhoneEnc, contactPhoneHash, contactPhoneLast4, reporterName },
    details: base.details,
    // What was told of the other one is no answer to this one.
    ...untold(base),
    ...reportedBy(work, base),
    category: wanted.category,
    // What was reported in time stays the developer's, however often it has to be mended.
    ...(isDecided(base) && base.category === wanted.category && { payer: base.payer }),
    ...wanted.weight,
    description: wanted.description,
    againstIds: base.againstIds,
    photoIds: [...(await withoutForgotten(work.tx, wanted.photos))],
    firstResponderId:
      (await stillThere(work, base.firstResponderId)) ?? (await firstResponderFor(work, base)),
    createdAt: work.now,
  }
}

/** They may have left since, when the other one ended long ago. */
async function stillThere({ tx }: Work, staffId: string | null): Promise<string | null> {
  return staffId ? ((await findStaff(tx, staffId))?.id ?? null) : null
}

/** What is asked about one ticket is no answer for another. */
function isDecided({ payer }: TicketRow): boolean {
  return payer !== null && payer !== UNSETTLED
}

function reportedBy({ actor }: Work, base: TicketRow) {
  if (actor.kind === 'owner') {
    const { conversationId, personId: reporterPersonId } = actor
    const channel = reportedThrough(conversationId)
    return { channel, conversationId, reporterPersonId, loggedByStaffId: null }
  }
  return {
    channel: base.channel,
    conversationId: base.conversationId,
    reporterPersonId: base.reporterPersonId,
    loggedByStaffId: actor.kind === 'staff' ? actor.staffId : null,
  }
}
