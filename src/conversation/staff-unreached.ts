/** A member of staff cannot be told something: somebody has to call them (wecom.md 5.2 invaliduser, 13.11). */
import { memberOf } from '../channels/channel.ts'
import { estateDay } from '../desk/residents/estate-day.ts'
import { type StaffMember, staffOfUser } from '../desk/staff/staff.ts'
import { openTask } from '../desk/tasks/open-task.ts'
import type { Work } from '../desk/work.ts'
import type { OutboxItem } from '../outbox/item.ts'
import { shortText } from './short-text.ts'

const KIND = 'staff-unreached'

/**
 * Once per person and matter: the matter of a card, or all that is written to them on one day. A card that could
 * not be greyed is nobody's task; nor is the card of such a task itself, of which the group has heard anyway.
 */
export async function callStaff(work: Work, item: OutboxItem): Promise<void> {
  if (item.message.kind === 'card-close') return
  const { member: user } = memberOf(item.to)
  const known = await staffOfUser(work.tx, item.corpId, user)
  const member = known.find(({ projectId }) => projectId === item.projectId) ?? known[0]
  const projectId = item.projectId ?? member?.projectId
  if (!projectId) return
  const subject = 'taskId' in item.message ? await subjectOf(work, item.message.taskId) : null
  if (subject && (await isSuchATask(work, subject))) return
  const matter = subject ? `${subject.kind}-${subject.id}` : estateDay(work.now)
  await openTask(work, {
    kind: KIND,
    key: `${KIND}-${user.toLowerCase()}-${matter}`,
    corpId: item.corpId,
    projectId,
    role: 'dispatcher',
    ...(member && { exceptStaffId: member.id }),
    values: { user, name: nameOf(member), text: shortText(item.message) },
  })
}

function nameOf(member: StaffMember | undefined): string {
  return member?.name ?? ''
}

async function subjectOf(work: Work, taskId: string) {
  const card = await work.tx
    .selectFrom('staff_card')
    .select(['subjectKind', 'subjectId'])
    .where('taskId', '=', taskId)
    .executeTakeFirst()
  return card ? { kind: card.subjectKind, id: card.subjectId } : null
}

/** Of two who both cannot be reached neither would ever hear of the other, and tasks would go round for ever. */
async function isSuchATask(work: Work, subject: { readonly kind: string; readonly id: string }) {
  if (subject.kind !== 'task') return false
  const task = await work.tx
    .selectFrom('task')
    .select('kind')
    .where('id', '=', subject.id)
    .executeTakeFirst()
  return task?.kind === KIND
}
