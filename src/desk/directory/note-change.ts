/** Something changed in the directory: what concerns our people is looked up, once for each event. */
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import type { DirectoryChange } from './directory-change.ts'
import type { DepartmentsOrder, LookOrder } from './orders.ts'

/** Told twice or late it asks the same again at worst; what is lost is found when everybody is read. */
export async function noteDirectoryChange(
  work: Work,
  corpId: string,
  change: DirectoryChange,
): Promise<void> {
  const { key, renamed } = change
  if (renamed) await orderLook(work, { corpId, userId: renamed.from, renamedTo: renamed.to }, key)
  const others = change.members.filter((userId) => userId !== renamed?.from)
  for (const userId of others) await orderLook(work, { corpId, userId }, key)
  if (change.departments) await orderDepartments(work, corpId, key)
}

/** Nothing is asked about somebody who never worked here. */
async function orderLook(work: Work, order: LookOrder, key: string): Promise<void> {
  const { corpId, userId, renamedTo } = order
  const ids = [userId, ...(renamedTo === undefined ? [] : [renamedTo])]
  const staff = await work.tx
    .selectFrom('staff')
    .select('projectId')
    .where('corpId', '=', corpId)
    .where((where) => where.fn<string>('lower', ['userId']), 'in', ids.map(inSmall))
    .executeTakeFirst()
  if (!staff) return
  const { projectId } = staff
  const cause = { errand: 'directory.look', key: `${key}/${inSmall(userId)}`, corpId, projectId }
  await orderErrand(work, { ...cause, order })
}

async function orderDepartments(work: Work, corpId: string, key: string): Promise<void> {
  const project = await work.tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', corpId)
    .orderBy('createdAt')
    .executeTakeFirst()
  if (!project) return
  const order: DepartmentsOrder = { corpId }
  const cause = { errand: 'directory.departments', key, corpId, projectId: project.id }
  await orderErrand(work, { ...cause, order })
}

function inSmall(userId: string): string {
  return userId.toLowerCase()
}
