/** A lead's word on leave, from a card; and what happens when it begins. */
import { setTimer } from '../../timers/timers.ts'
import type { ClickAnswer, ClickHandler, TimerHandler } from '../action.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import { takeFromLeaver } from '../tickets/take-from-leaver.ts'
import type { Work } from '../work.ts'
import {
  approversOf,
  keepAudit,
  LEAVE_UNDECIDED,
  type LeaveRow,
  leaveSubject,
  leaveWords,
  lockLeave,
  tellStandIn,
} from './leave.ts'

const LEAVE_BEGINS = 'roster.leave-begins'

/** 批准 and 不批准; the first of several leads decides, and nobody their own. */
export const decideLeave: ClickHandler = async (work, { subject, key }) => {
  if (key !== 'approve' && key !== 'reject') return { outcome: 'unknown-key' }
  const leave = await lockLeave(work.tx, subject.id)
  const decider = await deciderOf(work, leave)
  if (!leave || !decider) return { outcome: 'not-yours' }
  const isOver = leave.state !== 'REQUESTED' || leave.endAt <= work.now
  if (isOver) return { outcome: 'over', close: await overWords(work, leave) }
  return settle(work, leave, decider, key === 'approve')
}

async function settle(
  work: Work,
  leave: LeaveRow,
  decider: StaffMember,
  isApproved: boolean,
): Promise<ClickAnswer> {
  await work.tx
    .updateTable('staff_leave')
    .set({
      state: isApproved ? 'APPROVED' : 'REJECTED',
      decidedById: decider.id,
      decidedAt: work.now,
    })
    .where('id', '=', leave.id)
    .execute()
  const values = { ...leaveWords(work, leave), by: decider.name }
  const words = isApproved ? 'roster.leave_approved' : 'roster.leave_rejected'
  await work.tell.staff(work, leave.staffId, {
    ...{ words, values, purpose: 'notice' },
    key: `leave-${leave.id}-decided`,
  })
  const card = isApproved ? 'roster.card_approved' : 'roster.card_rejected'
  await work.tell.closeCards(work, leaveSubject(leave.id), {
    ...{ words: card, values, exceptStaffId: decider.id },
  })
  await keepAudit(work, leave, isApproved ? 'leave.approve' : 'leave.reject')
  if (isApproved) {
    await tellStandIn(work, leave, 'roster.leave_stands_in')
    const dueAt = leave.startAt > work.now ? leave.startAt : work.now
    await setTimer(work, { name: LEAVE_BEGINS, key: leave.id, dueAt, payload: {} })
  }
  return { outcome: isApproved ? 'approved' : 'rejected', close: { words: card, values } }
}

async function deciderOf(work: Work, leave: LeaveRow | undefined) {
  if (work.actor.kind !== 'staff' || !leave) return null
  const staff = await findStaff(work.tx, work.actor.staffId)
  if (!staff || staff.projectId !== leave.projectId || staff.id === leave.staffId) return null
  const { approving_roles } = work.rules.staff.roster.leave
  return actsAs(staff, approving_roles) ? staff : null
}

async function overWords(work: Work, leave: LeaveRow): Promise<NonNullable<ClickAnswer['close']>> {
  const decider = leave.decidedById ? await findStaff(work.tx, leave.decidedById) : null
  return { words: 'roster.card_over', values: { by: decider?.name ?? '' } }
}

/** What they hold goes to whoever stands in for them; without one a dispatcher gives it out. */
const leaveBegins: TimerHandler = async (work, { key }) => {
  const leave = await lockLeave(work.tx, key)
  if (leave?.state !== 'APPROVED' || leave.endAt <= work.now) return
  const member = await findStaff(work.tx, leave.staffId)
  if (!member) return
  const standIn = leave.replacementId ? await findStaff(work.tx, leave.replacementId) : null
  const { offered, inHand } = await takeFromLeaver(work, { ...member, standIn })
  if (offered.length + inHand.length === 0) return
  await work.tell.staff(work, member.id, {
    words: 'roster.leave_handed_over',
    values: { numbers: [...inHand, ...offered], by: standIn?.name ?? '' },
    key: `leave-${leave.id}-handed-over`,
    purpose: 'notice',
  })
}

/** Nobody has said yes or no: they hear that they count as on duty, and whoever may decide is asked once more. */
const leaveUndecided: TimerHandler = async (work, { key }) => {
  const leave = await lockLeave(work.tx, key)
  if (leave?.state !== 'REQUESTED' || leave.endAt <= work.now) return
  const member = await findStaff(work.tx, leave.staffId)
  if (!member) return
  const values = { ...leaveWords(work, leave), name: member.name }
  const note = { values, key: `leave-${leave.id}-undecided`, purpose: 'notice' } as const
  await work.tell.staff(work, member.id, { ...note, words: 'roster.leave_undecided' })
  for (const { id } of await approversOf(work, member))
    await work.tell.staff(work, id, {
      ...note,
      key: `${note.key}-${id}`,
      words: 'roster.leave_to_decide',
    })
}

export const rosterTimers: Readonly<Record<string, TimerHandler>> = {
  [LEAVE_BEGINS]: leaveBegins,
  [LEAVE_UNDECIDED]: leaveUndecided,
}
