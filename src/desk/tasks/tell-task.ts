/** Tells people about an open task: a card to who is on duty, words to the group robot. */
import { onDutyStaff } from '../staff/on-duty.ts'
import type { Role } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'

/** `round` 0 is the first call; later rounds say that the task is overdue. */
export async function tellTask(work: Work, taskId: string, round: number): Promise<void> {
  const task = await work.tx
    .selectFrom('task')
    .selectAll()
    .where('id', '=', taskId)
    .executeTakeFirstOrThrow()
  const people = await peopleFor(work, task.projectId, task.role as Role)
  const values = { ...(task.values as object), kind: task.kind, overdue: round > 0 }
  for (const member of people) {
    await work.tell.card(work, member.id, {
      card: `task.${task.kind}`,
      values,
      subject: { kind: 'task', id: taskId },
      key: `task-${taskId}-${round}-${member.id}`,
    })
  }
  await work.tell.robot(work, task.projectId, {
    words: `tasks.robot.${task.kind}`,
    values,
    key: `task-${taskId}-${round}-robot`,
    purpose: 'alert',
    mention: people.map((member) => member.userId),
  })
}

async function peopleFor(work: Work, projectId: string, role: Role): Promise<StaffMember[]> {
  const order = [role, ...(work.rules.tasks.fallback_roles as Role[])]
  for (const wanted of order) {
    const people = await onDutyStaff(work, { projectId, at: work.now, roles: [wanted] })
    if (people.length > 0) return people
  }
  return []
}
