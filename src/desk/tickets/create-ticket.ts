/** Makes a ticket of what an owner, a caller or an alarm reports, and sends it on its way. */

import { withoutForgotten } from '../../media/forget-file.ts'
import { DeskError } from '../errors.ts'
import { nameOfSpeaker } from '../residents/name-of-speaker.ts'
import type { OwnerActor, StaffActor, Work } from '../work.ts'
import { raiseAlarm } from './alarm.ts'
import { placeAlarm } from './alarm-place.ts'
import { allComplainedAbout } from './complained-about.ts'
import { dispatch } from './dispatch.ts'
import { findDuplicate } from './find-duplicate.ts'
import { firstResponderFor } from './first-responder.ts'
import { insertTicket } from './insert-ticket.ts'
import { joinTicket } from './join-ticket.ts'
import { keepAnswered, startPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { keepRelation } from './relations.ts'
import { type ReadReport, type Report, type ReportProblem, readReport } from './report.ts'
import { reportedThrough } from './reported-through.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { noteTold } from './tell-owner.ts'
import { tellResponder } from './tell-responder.ts'
import { findTicket, lockTicket, type TicketRow } from './ticket.ts'
import { reasonOf } from './weigh.ts'

export type Created =
  | { readonly outcome: 'ok' | 'duplicate' | 'same_open'; readonly ticket: TicketRow }
  | { readonly outcome: ReportProblem }

/**
 * A report of something already open is added to that ticket: `duplicate`; or nothing is done yet, and `ticket` is that
 * one: `same_open`. Everything else gets a number, its clocks and somebody to do it, all in this transaction.
 * @throws DeskError `no-reporter` when neither an owner nor staff reports
 */
export async function createTicket(work: Work, report: Report): Promise<Created> {
  const actor = reporterOf(work)
  const read = await readReport(work, actor.projectId, report)
  if (typeof read === 'string') return { outcome: read }
  const open = await lockDuplicate(work, actor.projectId, read)
  const same = read.category.hazard ? 'join' : (report.same ?? 'join')
  if (open && same === 'ask') return { outcome: 'same_open', ticket: open }
  if (open && same === 'join') {
    return { outcome: 'duplicate', ticket: await addTo(work, open, { read, report }) }
  }
  const fields = await fieldsOf(work, actor, read)
  const ticket = await insertTicket(work, fields, reasonOf(read.weight))
  await tellResponder(work, ticket, { words: 'tickets.staff.first_new' })
  if (open) await relate(work, ticket, open)
  await startPromises(work, ticket)
  if (ticket.channel === 'phone') await keepAnswered(work, ticket)
  if (read.category.hazard) await raiseAlarm(work, ticket)
  await dispatch(work, ticket.id)
  const sent = (await findTicket(work.tx, ticket.id)) ?? ticket
  await noteTold(work, sent, 'registered')
  return { outcome: 'ok', ticket: sent }
}

/**
 * Before a new one is made: in this order everybody locks an old ticket and what counts the new ones. What was withdrawn
 * or finished while it was waited for is no ticket to add to.
 */
async function lockDuplicate(work: Work, projectId: string, read: ReadReport) {
  for (;;) {
    const found = await findDuplicate(work, projectId, read)
    const locked = found && (await lockTicket(work.tx, found.id))
    if (!locked || isIn(locked.state, OPEN_STATES)) return locked
  }
}

async function addTo(
  work: Work,
  open: TicketRow,
  { read, report }: { readonly read: ReadReport; readonly report: Report },
): Promise<TicketRow> {
  const more = await joinTicket(work, open.id, { text: read.text, photos: read.photos })
  const isPlaced = !read.category.hazard || read.place === ''
  // The household is on the phone; of a place they share, somebody else may have reported it.
  if (work.actor.kind === 'staff' && isCall(read) && more.roomId !== null)
    await keepAnswered(work, more)
  const joined = isPlaced ? more : await placeAlarm(work, more, report)
  // Somebody had the alarm in hand but has not come: it begins again.
  if (read.category.hazard && joined.acceptedAt === null) await raiseAlarm(work, joined)
  return joined
}

/** They say that it is another matter: staff see that the two may hang together. */
async function relate(work: Work, made: TicketRow, other: TicketRow): Promise<void> {
  await keepRelation(work, { type: 'RELATED', from: made, to: other })
  await recordEvent(work, made, { kind: 'related', note: { name: other.number } })
  await recordEvent(work, other, { kind: 'related', note: { name: made.number } })
}

async function fieldsOf(work: Work, actor: OwnerActor | StaffActor, report: ReadReport) {
  const sealed = report.phone ? work.seals.phone(report.phone) : null
  const { appointment, category, weight } = report
  return {
    corpId: actor.corpId,
    projectId: actor.projectId,
    kind: report.kind,
    category: category.id,
    priority: weight.priority,
    urgency: weight.urgency,
    impact: weight.impact,
    details: report.details,
    ...reportedBy(actor, report),
    contactPhoneEnc: sealed?.phoneEnc ?? null,
    contactPhoneHash: sealed?.phoneHash ?? null,
    contactPhoneLast4: sealed?.phoneLast4 ?? null,
    reporterName: report.name ?? (await nameOfSpeaker(work)),
    firstResponderId: await responderFor(work, actor.projectId, report),
    roomId: report.roomId,
    roomCode: report.roomCode,
    buildingCode: report.buildingCode,
    place: report.place,
    description: report.text,
    apptStart: appointment?.start ?? null,
    apptEnd: appointment?.end ?? null,
    apptText: appointment?.text ?? null,
    photoIds: [...(await withoutForgotten(work.tx, report.photos))],
    createdAt: work.now,
  }
}

async function responderFor(work: Work, projectId: string, report: ReadReport) {
  const { kind, text: description, details, buildingCode } = report
  const about = { kind, category: report.category.id, projectId, description, details }
  const againstIds = await allComplainedAbout(work, about)
  return await firstResponderFor(work, { ...about, buildingCode, againstIds })
}

/** Staff log for somebody who phoned, or what they saw themselves. */
function reportedBy(actor: OwnerActor | StaffActor, report: ReadReport) {
  if (actor.kind === 'owner') {
    return {
      channel: reportedThrough(actor.conversationId),
      conversationId: actor.conversationId,
      reporterPersonId: actor.personId,
      loggedByStaffId: null,
    }
  }
  return {
    channel: isCall(report) ? 'phone' : 'app',
    conversationId: null,
    reporterPersonId: null,
    loggedByStaffId: actor.staffId,
  }
}

/** Else they saw it themselves. */
function isCall({ phone, name }: ReadReport): boolean {
  return Boolean(phone || name)
}

function reporterOf(work: Work): OwnerActor | StaffActor {
  if (work.actor.kind !== 'system') return work.actor
  throw new DeskError('no-reporter', `${work.actor.name} cannot report a matter`)
}
