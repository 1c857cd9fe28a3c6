/** A manager confirms a year's holidays, and only then are promises counted by them; or leaves them out. */
import type { ClickAnswer, ClickHandler } from '../../action.ts'
import { audit } from '../../audit/audit.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import { actsAs } from '../../staff/supervises.ts'
import { finishTask } from '../../tasks/take-task.ts'
import type { Work } from '../../work.ts'
import { knownYears } from './known-years.ts'
import { publishYear } from './project-calendars.ts'
import { type StatutoryYear, subjectOfYear } from './year-file.ts'

/** Whoever is asked in a manager's absence hears that it takes a manager. `folder` as for lookAtYears. */
export const decideYear =
  (folder?: string): ClickHandler =>
  async (work, { subject, key }) => {
    const { actor } = work
    if (actor.kind !== 'staff') return { outcome: 'not-staff' }
    if (!isDecision(key)) return { outcome: 'unknown-key' }
    const task = await lockTask(work, actor.projectId, subject.id)
    if (!task) return { outcome: 'not-yours' }
    if (!isManager(await findStaff(work.tx, actor.staffId))) {
      await sayItTakesAManager(work, actor.staffId, task.id)
      return { outcome: 'not-manager' }
    }
    return decide(work, task, { staffId: actor.staffId, key, folder })
  }

async function decide(
  work: Work,
  task: NonNullable<Awaited<ReturnType<typeof lockTask>>>,
  how: { readonly staffId: string; readonly key: Decision; readonly folder: string | undefined },
): Promise<ClickAnswer> {
  const { staffId, key, folder } = how
  const end = { staffId, note: key, byTap: true }
  if ((await finishTask(work, task.id, end)) === 'over') return OVER
  const known = await yearAskedAbout(work, task, folder)
  // Another file of the year came in after the card: its own card follows at the next look.
  if (!known) return OVER
  const { year } = known
  const published = key === 'confirm' ? await publishYear(work, task.projectId, known) : 0
  await audit(work, {
    action: `holidays.${key}`,
    subject: { kind: 'holidays', id: task.subjectId ?? '' },
    corpId: task.corpId,
    projectId: task.projectId,
    detail: { year, days: known.days.length, published },
  })
  return { outcome: key, close: { words: `clocks.card_holidays_${key}`, values: { year } } }
}

type Decision = 'confirm' | 'reject'

const OVER = { outcome: 'over', close: { words: 'tasks.card_cancelled', values: {} } } as const

function isDecision(key: string): key is Decision {
  return key === 'confirm' || key === 'reject'
}

function isManager(member: StaffMember | null): boolean {
  return member !== null && actsAs(member, ['manager'])
}

function lockTask(work: Work, projectId: string, subjectId: string) {
  return work.tx
    .selectFrom('task')
    .selectAll()
    .where('kind', '=', 'confirm-holidays')
    .where('projectId', '=', projectId)
    .where('subjectId', '=', subjectId)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
}

/** The year as it is known now, when it is still the one that was asked about. */
async function yearAskedAbout(
  work: Work,
  task: { readonly values: unknown; readonly subjectId: string | null },
  folder: string | undefined,
): Promise<StatutoryYear | null> {
  const { year } = task.values as { readonly year: number }
  const known = (await knownYears(work.tx, folder)).get(year)
  return known && task.subjectId === subjectOfYear(known) ? known : null
}

async function sayItTakesAManager(work: Work, staffId: string, taskId: string): Promise<void> {
  await work.tell.staff(work, staffId, {
    words: 'clocks.needs_manager',
    values: {},
    key: `needs-manager-${taskId}-${staffId}-${work.now.getTime()}`,
    purpose: 'alert',
  })
}
