/** Staff decide about an application: approved, the account is bound and the applicant told; or not. */
import { cancelTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import type { StaffMember } from '../staff/staff.ts'
import { findStaff } from '../staff/staff.ts'
import { finishTaskOf } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { lockAccount } from './account.ts'
import { activateBinding } from './activate-binding.ts'
import { admitPerson } from './admit-person.ts'
import { taskKey } from './close-application.ts'
import { type FoundRoom, roomById } from './find-rooms.ts'
import { deciderFor } from './may-decide.ts'
import type { Relation } from './relations.ts'

export type Decision = 'approve' | 'reject'

export interface DecideAnswer {
  /** `over`: decided, withdrawn or expired before; `not_allowed`: not this person's to decide. */
  readonly outcome: 'approved' | 'rejected' | 'over' | 'not_allowed'
  readonly room?: FoundRoom
  /** Who decided, when somebody did. */
  readonly by?: string
}

export async function decideBinding(
  work: Work,
  bindingId: string,
  decision: Decision,
): Promise<DecideAnswer> {
  const waiting = await lockApplication(work, bindingId)
  if (!waiting) return { outcome: 'not_allowed' }
  const room = await roomById(work, waiting.roomId)
  const staff = await deciderFor(work, {
    projectId: waiting.projectId,
    buildingCode: room.buildingCode,
  })
  if (!staff) return { outcome: 'not_allowed' }
  if (waiting.status !== 'PENDING') {
    const by = waiting.decidedBy ? await findStaff(work.tx, waiting.decidedBy) : null
    return { outcome: 'over', room, ...(by ? { by: by.name } : {}) }
  }
  if (decision === 'approve') await approve(work, waiting, staff)
  else await reject(work, waiting, staff)
  await close(work, { bindingId, decision, staff })
  return { outcome: decision === 'approve' ? 'approved' : 'rejected', room, by: staff.name }
}

type Waiting = NonNullable<Awaited<ReturnType<typeof lockApplication>>>

/** The account's lock first, then the row's: the same order as where codes are redeemed. */
async function lockApplication(work: Work, bindingId: string) {
  const account = await work.tx
    .selectFrom('binding')
    .select(['corpId', 'channel', 'externalUserId as userId'])
    .where('id', '=', bindingId)
    .where('source', '=', 'APPLY')
    .executeTakeFirst()
  if (!account) return null
  await lockAccount(work.tx, account)
  const row = await work.tx
    .selectFrom('binding')
    .selectAll()
    .where('id', '=', bindingId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { ...row, account }
}

async function approve(work: Work, waiting: Waiting, staff: StaffMember): Promise<void> {
  const { personId, name, relation } = await admitPerson(work, {
    corpId: waiting.corpId,
    projectId: waiting.projectId,
    roomId: waiting.roomId,
    name: waiting.claimedName ?? '',
    relation: waiting.relation as Relation,
    phoneEnc: waiting.claimedPhoneEnc ?? '',
    phoneHash: waiting.claimedPhoneHash ?? '',
    phoneLast4: waiting.claimedPhoneLast4 ?? '',
  })
  const room = await activateBinding(work, {
    account: waiting.account,
    projectId: waiting.projectId,
    conversationId: waiting.conversationId,
    personId,
    name,
    roomId: waiting.roomId,
    relation,
    source: 'APPLY',
    applicationId: waiting.id,
    decidedBy: staff.id,
  })
  await tellApplicant(work, waiting, 'residents.approved', room)
}

async function reject(work: Work, waiting: Waiting, staff: StaffMember): Promise<void> {
  await work.tx
    .updateTable('binding')
    .set({ status: 'REJECTED', decidedAt: work.now, decidedBy: staff.id })
    .where('id', '=', waiting.id)
    .execute()
  await audit(work, {
    action: 'binding.reject',
    subject: { kind: 'binding', id: waiting.id },
    corpId: waiting.corpId,
    projectId: waiting.projectId,
    detail: { relation: waiting.relation },
  })
  await tellApplicant(work, waiting, 'residents.rejected', await roomById(work, waiting.roomId))
}

async function tellApplicant(
  work: Work,
  waiting: Waiting,
  words: string,
  room: FoundRoom,
): Promise<void> {
  await work.tell.owner(work, waiting.conversationId, {
    words,
    values: { room: room.label },
    key: `binding-${waiting.id}-decided`,
    purpose: 'notice',
  })
}

async function close(
  work: Work,
  decided: { readonly bindingId: string; readonly decision: Decision; readonly staff: StaffMember },
): Promise<void> {
  const { bindingId, decision, staff } = decided
  await cancelTimer(work.tx, 'residents.application-over', bindingId)
  await work.tell.closeCards(
    work,
    { kind: 'binding', id: bindingId },
    {
      words: `residents.card_${decision}`,
      values: { holder: staff.name },
      exceptStaffId: staff.id,
    },
  )
  await finishTaskOf(work, taskKey(bindingId), {
    staffId: staff.id,
    note: decision,
    byTap: true,
  })
}
