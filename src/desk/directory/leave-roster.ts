/** Somebody has left: off the roster at once, and everything in their hands passes on. */
import type { Selectable } from 'kysely'
import type { Staff } from '../../database/generated/tables.ts'
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { onDutyStaff } from '../roster/on-duty.ts'
import { giveTasksBack } from '../tasks/give-tasks-back.ts'
import { takeFromLeaver } from '../tickets/take-from-leaver.ts'
import type { Work } from '../work.ts'
import { departmentNames } from './keep-departments.ts'

/** `staff` is locked, and is gone as of the question asked at `askedAt`. Nothing happens to somebody who has left already. */
export async function leaveRoster(
  work: Work,
  staff: Selectable<Staff>,
  askedAt: Date,
): Promise<void> {
  if (staff.leftAt !== null) return
  await work.tx
    .updateTable('staff')
    .set((set) => ({
      leftAt: work.now,
      leftBy: 'directory',
      missingAt: null,
      toldAt: askedAt,
      linkedAt: set.fn.coalesce('linkedAt', set.val(work.now)),
    }))
    .where('id', '=', staff.id)
    .execute()
  const passed = await takeFromLeaver(work, staff)
  const tasks = await giveTasksBack(work, staff.id)
  // The chats they had taken belong to the conversation: it hears of it at once.
  await setTimer(work, {
    name: 'conversation.servicer-left',
    key: staff.id,
    dueAt: work.now,
    payload: { corpId: staff.corpId, userId: staff.userId },
  })
  await audit(work, {
    action: 'staff.leave',
    subject: { kind: 'staff', id: staff.id },
    corpId: staff.corpId,
    projectId: staff.projectId,
    detail: { userId: staff.userId, ...passed, tasks },
  })
  await tellService(work, staff, { ...passed, tasks })
}

/** Those who give work out and the manager hear it, with what was passed on. */
async function tellService(
  work: Work,
  staff: Selectable<Staff>,
  passed: {
    readonly offered: readonly string[]
    readonly inHand: readonly string[]
    readonly tasks: number
  },
): Promise<void> {
  const { corpId, projectId, departmentIds } = staff
  const departments = await departmentNames(work.tx, corpId, departmentIds)
  const values = { name: staff.name, departments, ...passed }
  const key = `staff-left-${staff.id}-${work.now.toISOString()}`
  const people = await onDutyStaff(work, {
    projectId,
    at: work.now,
    roles: ['dispatcher', 'manager'],
  })
  for (const member of people)
    await work.tell.staff(work, member.id, {
      ...{ words: 'directory.left', values, purpose: 'alert' },
      key: `${key}-${member.id}`,
    })
  await work.tell.robot(work, projectId, {
    ...{ words: 'directory.left', values, purpose: 'alert' },
    key: `${key}-robot`,
    mention: people.map((member) => member.userId),
  })
}
