/** Phones of the people of a room whom a notice did not reach, for whoever is to call them. */
import { audit } from '../audit/audit.ts'
import { findRoom } from '../residents/find-rooms.ts'
import { deciderFor } from '../residents/may-decide.ts'
import type { Work } from '../work.ts'

export interface PhonesAnswer {
  readonly outcome: 'ok' | 'none' | 'no_such_room' | 'not_allowed'
  readonly label?: string
  readonly people?: readonly { readonly name: string; readonly phone: string }[]
}

const A_DAY_MS = 86_400_000

/** Every look is in the audit log (servicedesk.md E3); nobody's phone is shown without a notice they missed. */
export async function revealPhones(work: Work, said: string): Promise<PhonesAnswer> {
  const { actor } = work
  if (actor.kind !== 'staff') return { outcome: 'not_allowed' }
  const { corpId, projectId } = actor
  const room = await findRoom(work, projectId, said)
  if (!room) return { outcome: 'no_such_room' }
  if (!(await deciderFor(work, { projectId, buildingCode: room.buildingCode })))
    return { outcome: 'not_allowed' }
  const since = new Date(work.now.getTime() - work.rules.notices.phone_days * A_DAY_MS)
  const rows = await work.tx
    .selectFrom('notice_recipient as recipient')
    .innerJoin('notice', 'notice.id', 'recipient.noticeId')
    .innerJoin('person', 'person.id', 'recipient.personId')
    .select(['person.id', 'person.name', 'person.phoneEnc'])
    .distinct()
    .where('recipient.roomId', '=', room.id)
    .where('recipient.state', 'not in', ['sent', 'unsent'])
    .where('notice.state', '=', 'PARTLY_FAILED')
    .where('notice.endedAt', '>', since)
    .where('person.deletedAt', 'is', null)
    .orderBy('person.name')
    .execute()
  const people = rows.flatMap(({ name, phoneEnc }) =>
    phoneEnc === null ? [] : [{ name, phone: work.seals.open(phoneEnc) }],
  )
  if (people.length === 0) return { outcome: 'none', label: room.label }
  await audit(work, {
    action: 'phone.reveal',
    subject: { kind: 'room', id: room.id },
    corpId,
    projectId,
    detail: { room: room.code, people: rows.map(({ id }) => id) },
  })
  return { outcome: 'ok', label: room.label, people }
}
