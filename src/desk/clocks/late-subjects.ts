/** Which of many matters are late: a promise about them passed and is not kept yet. */
import type { Tx } from '../../database/open-database.ts'
import { ONLY_COUNTED } from './rules.ts'

export async function lateSubjects(
  tx: Tx,
  kind: string,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .selectFrom('sla_clock')
    .select('subjectId')
    .distinct()
    .where('subjectKind', '=', kind)
    .where('subjectId', 'in', [...ids])
    .where('state', '=', 'running')
    .where('kind', 'not in', [...ONLY_COUNTED])
    .where('dueAt', '<', now)
    .execute()
  return new Set(rows.map(({ subjectId }) => subjectId))
}
