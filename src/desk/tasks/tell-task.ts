/** Tells people about an open task: a card to who is on duty, words to the group robot. */
import { onDutyStaff } from '../roster/on-duty.ts'
import type { Role } from '../staff/roles.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { isConfidential } from '../tickets/details.ts'
import { impartialTo } from '../tickets/impartial.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { askWhoGoes } from './ask-who-goes.ts'
import { cardSubject } from './card-subject.ts'

export interface TaskCall {
  /** Makes it another call: "0" is the first, "1" the first after its time. */
  readonly name: string
  readonly overdue: boolean
  /** The level above is told as well (rules/tasks.yaml, `above`). */
  readonly toAbove?: boolean
}

/** Of several calls about one task only the newest card keeps its buttons. */
export async function tellTask(work: Work, taskId: string, call: TaskCall): Promise<void> {
  const task = await taskOf(work, taskId)
  const holder = task.takenById ? await findStaff(work.tx, task.takenById) : null
  const ticket = await ticketOf(work, task)
  const asked = holder ? [holder] : await peopleFor(work, task, ticket)
  const above = call.toAbove ? await thoseAbove(work, task, ticket) : []
  const people = [...asked, ...above.filter(({ id }) => asked.every((one) => one.id !== id))]
  const values = { ...valuesOf(work, task), overdue: call.overdue, taken: holder !== null }
  await work.tell.closeCards(work, cardSubject(task), { words: 'tasks.card_again', values: {} })
  for (const member of people) {
    await work.tell.card(work, member.id, {
      card: `task.${task.kind}`,
      values,
      subject: cardSubject(task),
      key: `task-${taskId}-${call.name}-${member.id}`,
    })
  }
  const group = { key: `task-${taskId}-${call.name}-robot`, purpose: 'alert' } as const
  if (ticket && isConfidential(ticket)) {
    await work.tell.robot(work, task.projectId, {
      ...group,
      words: 'tasks.robot_confidential',
      values: { number: ticket.number, overdue: call.overdue },
      mention: [],
    })
    return
  }
  await work.tell.robot(work, task.projectId, {
    ...group,
    words: `tasks.robot.${task.kind}`,
    values,
    mention: people.map((member) => member.userId),
  })
}

/** The ticket a task is about; null when it is about something else. */
async function ticketOf(
  work: Work,
  task: { readonly subjectKind: string | null; readonly subjectId: string | null },
): Promise<TicketRow | null> {
  if (task.subjectKind !== 'ticket' || !task.subjectId) return null
  return await findTicket(work.tx, task.subjectId)
}

/** Whoever took it gets a card with what is left to do; a task that is done elsewhere leaves nothing to tap. */
export async function showTakenTask(work: Work, taskId: string, staffId: string): Promise<void> {
  const task = await taskOf(work, taskId)
  if (task.kind === 'dispatch' && task.subjectId) {
    return askWhoGoes(work, task, { staffId, ticketId: task.subjectId })
  }
  if (!HAS_END_BUTTON.includes(task.kind)) return
  await work.tell.card(work, staffId, {
    card: `task.${task.kind}`,
    values: { ...valuesOf(work, task), overdue: false, taken: true },
    subject: cardSubject(task),
    key: `task-${taskId}-taken-${work.now.getTime()}-${staffId}`,
  })
}

/** Kinds whose cards in flows/_cards/tasks.yaml end with 已完成. */
const HAS_END_BUTTON: readonly string[] = [
  'call-owner',
  'call-contractor',
  'explain-delay',
  'recovery',
  'handoff',
  'unreached',
  'staff-unreached',
  'unsure',
  'notice-calls',
  'missing-holidays',
]

function taskOf(work: Work, taskId: string) {
  return work.tx.selectFrom('task').selectAll().where('id', '=', taskId).executeTakeFirstOrThrow()
}

/** What the words of a kind speak of since, and tasks opened by an earlier release do not carry. */
const EARLIER: Readonly<Record<string, object>> = {
  'call-owner': { attempts: 0, category: '', visit: true, parts: false, staff: '' },
}

/** A number is sealed in the row; whoever gets the card reads it. */
function valuesOf(
  { seals }: Pick<Work, 'seals'>,
  { values, kind }: { readonly values: unknown; readonly kind: string },
) {
  const { phone_enc, ...others } = values as { readonly phone_enc?: string }
  const phone = phone_enc === undefined ? {} : { phone: phone_enc && seals.open(phone_enc) }
  return { ...EARLIER[kind], ...others, ...phone, kind }
}

interface AskedTask {
  readonly projectId: string
  readonly role: string
  readonly buildingCode: string | null
  readonly exceptStaffId: string | null
}

async function peopleFor(
  work: Work,
  task: AskedTask,
  ticket: TicketRow | null,
): Promise<readonly StaffMember[]> {
  const { projectId, buildingCode, exceptStaffId } = task
  const order = [task.role, ...work.rules.tasks.fallback_roles] as Role[]
  for (const wanted of order) {
    const question = { projectId, at: work.now, roles: [wanted], buildingCode }
    const onDuty = await onDutyStaff(work, question)
    const people = await whoMayBeAsked(work, onDuty, { exceptStaffId, ticket })
    if (people.length > 0) return people
  }
  return []
}

async function thoseAbove(
  work: Work,
  { projectId, exceptStaffId }: AskedTask,
  ticket: TicketRow | null,
): Promise<readonly StaffMember[]> {
  const { roles } = work.rules.tasks.above
  const onDuty = await onDutyStaff(work, { projectId, at: work.now, roles })
  return whoMayBeAsked(work, onDuty, { exceptStaffId, ticket })
}

async function whoMayBeAsked(
  work: Work,
  people: readonly StaffMember[],
  {
    exceptStaffId,
    ticket,
  }: Pick<AskedTask, 'exceptStaffId'> & { readonly ticket: TicketRow | null },
): Promise<readonly StaffMember[]> {
  const asked = people.filter(({ id }) => id !== exceptStaffId)
  return ticket ? await impartialTo(work, ticket, asked) : asked
}
