/** Tells people about an open task: a card to who is on duty, words to the group robot. */
import { onDutyStaff } from '../staff/on-duty.ts'
import type { Role } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { cardSubject } from './card-subject.ts'

/** `round` 0 is the first call; later rounds say that the task is overdue. */
export async function tellTask(work: Work, taskId: string, round: number): Promise<void> {
  const task = await work.tx
    .selectFrom('task')
    .selectAll()
    .where('id', '=', taskId)
    .executeTakeFirstOrThrow()
  const people = await peopleFor(work, task)
  const values = { ...(task.values as object), kind: task.kind, overdue: round > 0 }
  for (const member of people) {
    await work.tell.card(work, member.id, {
      card: `task.${task.kind}`,
      values,
      subject: cardSubject(task),
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

interface AskedTask {
  readonly projectId: string
  readonly role: string
  readonly buildingCode: string | null
}

async function peopleFor(work: Work, task: AskedTask): Promise<StaffMember[]> {
  const { projectId, buildingCode } = task
  const order = [task.role, ...work.rules.tasks.fallback_roles] as Role[]
  for (const wanted of order) {
    const question = { projectId, at: work.now, roles: [wanted], buildingCode }
    const people = await onDutyStaff(work, question)
    if (people.length > 0) return people
  }
  return []
}
