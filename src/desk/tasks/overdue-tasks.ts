/** How many tasks of a project are past their time and not done. */
import type { Work } from '../work.ts'

/** `since`: the due time of the oldest; null when there is none. */
export async function overdueTasks(
  work: Work,
  projectId: string,
): Promise<{ readonly count: number; readonly since: Date | null }> {
  const { count, since } = await work.tx
    .selectFrom('task')
    .select(({ fn }) => [fn.countAll<string>().as('count'), fn.min('dueAt').as('since')])
    .where('projectId', '=', projectId)
    .where('state', 'in', ['open', 'taken'])
    .where('dueAt', '<=', work.now)
    .executeTakeFirstOrThrow()
  return { count: Number(count), since }
}
