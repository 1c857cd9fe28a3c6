/** Makes a ticket of what an owner, a caller or an alarm reports, and sends it on its way. */

import { withoutForgotten } from '../../media/forget-file.ts'
import { DeskError } from '../errors.ts'
import { nameOfSpeaker } from '../residents/name-of-speaker.ts'
import type { OwnerActor, StaffActor, Work } from '../work.ts'
import { raiseAlarm } from './alarm.ts'
import { placeAlarm } from './alarm-place.ts'
import { dispatch } from './dispatch.ts'
import { findDuplicate } from './find-duplicate.ts'
import { firstResponderFor } from './first-responder.ts'
import { follow } from './followers.ts'
import { joinTicket } from './join-ticket.ts'
import { startPromises } from './promises.ts'
import { insertEvent, withoutSealed } from './record-event.ts'
import { type ReadReport, type Report, type ReportProblem, readReport } from './report.ts'
import { takeNumber } from './take-number.ts'
import { findTicket, type TicketRow, ticketRow } from './ticket.ts'

export type Created =
  | { readonly outcome: 'ok' | 'duplicate'; readonly ticket: TicketRow }
  | { readonly outcome: ReportProblem }

/**
 * A report of something already open is added to that ticket: `duplicate`. Everything else gets a number, its
 * clocks and somebody to do it, all in this transaction.
 * @throws DeskError `no-reporter` when neither an owner nor staff reports
 */
export async function createTicket(work: Work, report: Report): Promise<Created> {
  const actor = reporterOf(work)
  const read = await readReport(work, actor.projectId, report)
  if (typeof read === 'string') return { outcome: read }
  const open = await findDuplicate(work, actor.projectId, read)
  if (open) {
    const more = await joinTicket(work, open.id, { text: read.text, photos: read.photos })
    const isPlaced = !read.category.hazard || read.place === ''
    const joined = isPlaced ? more : await placeAlarm(work, more, report)
    // Somebody had the alarm in hand but has not come: it begins again.
    if (read.category.hazard && joined.acceptedAt === null) await raiseAlarm(work, joined)
    return { outcome: 'duplicate', ticket: joined }
  }
  const ticket = await insertTicket(work, actor, read)
  await startPromises(work, ticket)
  if (read.category.hazard) await raiseAlarm(work, ticket)
  await dispatch(work, ticket.id)
  return { outcome: 'ok', ticket: (await findTicket(work.tx, ticket.id)) ?? ticket }
}

async function insertTicket(
  work: Work,
  actor: OwnerActor | StaffActor,
  report: ReadReport,
): Promise<TicketRow> {
  const fields = {
    ...(await fieldsOf(work, actor, report)),
    number: await takeNumber(work, actor.projectId, report.kind),
  }
  const row = await work.tx
    .insertInto('ticket')
    .values({ id: work.newId(), state: 'NEW', version: 1, ...fields })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertEvent(work, {
    ticketId: row.id,
    seq: 1,
    kind: 'created',
    fromState: null,
    toState: 'NEW',
    payload: { set: withoutSealed(fields) },
  })
  if (row.conversationId) await follow(work, row.id, row.conversationId)
  return ticketRow(row)
}

async function fieldsOf(work: Work, actor: OwnerActor | StaffActor, report: ReadReport) {
  const sealed = report.phone ? work.seals.phone(report.phone) : null
  const { appointment, category } = report
  return {
    corpId: actor.corpId,
    projectId: actor.projectId,
    kind: report.kind,
    category: category.id,
    priority: report.priority,
    ...reportedBy(actor, report),
    contactPhoneEnc: sealed?.phoneEnc ?? null,
    contactPhoneHash: sealed?.phoneHash ?? null,
    contactPhoneLast4: sealed?.phoneLast4 ?? null,
    reporterName: report.name ?? (await nameOfSpeaker(work)),
    firstResponderId: await firstResponderFor(work, actor.projectId, report.buildingCode),
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

/** Staff log for somebody who phoned, or what they saw themselves. */
function reportedBy(actor: OwnerActor | StaffActor, report: ReadReport) {
  if (actor.kind === 'owner') {
    return {
      channel: 'kf',
      conversationId: actor.conversationId,
      reporterPersonId: actor.personId,
      loggedByStaffId: null,
    }
  }
  return {
    channel: report.phone || report.name ? 'phone' : 'app',
    conversationId: null,
    reporterPersonId: null,
    loggedByStaffId: actor.staffId,
  }
}

function reporterOf(work: Work): OwnerActor | StaffActor {
  if (work.actor.kind !== 'system') return work.actor
  throw new DeskError('no-reporter', `${work.actor.name} cannot report a matter`)
}
