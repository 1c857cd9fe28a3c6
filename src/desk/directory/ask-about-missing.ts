/** Too many are missing at once: a manager says whether they are gone or the directory was set wrong. */
import { createHash } from 'node:crypto'
import type { ClickHandler } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { openTask } from '../tasks/open-task.ts'
import { cancelTask, finishTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { leaveRoster } from './leave-roster.ts'

interface Place {
  readonly corpId: string
  readonly projectId: string
}

/** One question for one set of people: asked again only when somebody else is missing too, or is there again. */
export async function askAboutMissing(work: Work, { corpId, projectId }: Place): Promise<void> {
  const missing = await missingOf(work, projectId)
  const ids = missing.map(({ id }) => id)
  const key = `staff-missing-${projectId}-${digestOf(ids)}`
  await cancelOthers(work, projectId, key)
  if (missing.length === 0) return
  await openTask(work, {
    kind: 'staff-missing',
    key,
    corpId,
    projectId,
    role: 'manager',
    subject: { kind: 'staff-missing', id: digestOf(ids) },
    values: { count: missing.length, names: missing.map(({ name }) => name), ids },
  })
}

async function missingOf(work: Work, projectId: string) {
  return work.tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('missingAt', 'is not', null)
    .where('leftAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

async function cancelOthers(work: Work, projectId: string, key: string): Promise<void> {
  const open = await work.tx
    .selectFrom('task')
    .select('key')
    .where('projectId', '=', projectId)
    .where('kind', '=', 'staff-missing')
    .where('state', 'in', ['open', 'taken'])
    .where('key', '<>', key)
    .execute()
  for (const other of open) await cancelTask(work, other.key)
}

function digestOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32)
}

/**
 * Taps on the question: 确认离岗 lets them go. After 不是离岗 they stay as people without an account do, until the
 * directory knows them again. Whoever is missing does not decide it.
 */
export const decideMissing: ClickHandler = async (work, { subject, key }) => {
  const { actor } = work
  if (actor.kind !== 'staff') return { outcome: 'not-staff' }
  if (key !== 'confirm' && key !== 'keep') return { outcome: 'unknown-key' }
  const task = await work.tx
    .selectFrom('task')
    .selectAll()
    .where('kind', '=', 'staff-missing')
    .where('projectId', '=', actor.projectId)
    .where('subjectId', '=', subject.id)
    .forUpdate()
    .executeTakeFirst()
  if (!task) return { outcome: 'not-yours' }
  const missing = await missingOf(work, actor.projectId)
  if (missing.some(({ id }) => id === actor.staffId)) return { outcome: 'not-yours' }
  const end = { staffId: actor.staffId, note: key, byTap: true }
  if ((await finishTask(work, task.id, end)) === 'over') {
    return { outcome: 'over', close: { words: 'tasks.card_cancelled', values: {} } }
  }
  const asked = (task.values as { readonly ids: readonly string[] }).ids
  const meant = missing.filter(({ id }) => asked.includes(id))
  if (key === 'confirm') for (const row of meant) await leaveRoster(work, row, work.now)
  else await keepWithoutAccount(work, asked)
  await audit(work, {
    action: `staff-missing.${key}`,
    subject,
    corpId: task.corpId,
    projectId: task.projectId,
    detail: { staffIds: asked },
  })
  return { outcome: key, close: { words: `directory.card_${key}`, values: {} } }
}

async function keepWithoutAccount(work: Work, ids: readonly string[]): Promise<void> {
  await work.tx
    .updateTable('staff')
    .set({ linkedAt: null, missingAt: null, toldAt: work.now })
    .where('id', 'in', [...ids])
    .where('leftAt', 'is', null)
    .execute()
}
