/** What rows of gathered calls come to: one entry for each ladder that still stands as it did. */
import type { Selectable } from 'kysely'
import type { MissedPing } from '../../../database/generated/tables.ts'
import type { Work } from '../../work.ts'
import type { PingValues } from './ping-values.ts'
import type { Run } from './run.ts'

export type MissedRow = Selectable<MissedPing>
export type Matter = MissedRow &
  Pick<Run, 'subject' | 'ackById' | 'askedAt'> & { readonly said: PingValues }

/**
 * In the order of their due times: the longest past first. Of several calls of one ladder the higher level stands for
 * all of them, of one level the newest.
 */
export async function mattersOf(
  work: Work,
  rows: readonly MissedRow[],
  state: Run['state'],
): Promise<readonly Matter[]> {
  if (rows.length === 0) return []
  const runs = await work.tx
    .selectFrom('escalation_run')
    .select(['id', 'subjectKind', 'subjectId', 'ackById', 'askedAt'])
    .where('id', 'in', [...new Set(rows.map(({ runId }) => runId))])
    .where('state', '=', state)
    .orderBy('dueAt')
    .orderBy('id')
    .execute()
  const rising = [...rows].sort(
    (a, b) => levelOf(a) - levelOf(b) || a.at.getTime() - b.at.getTime(),
  )
  const highest = new Map(rising.map((row) => [row.runId, row]))
  return runs.flatMap(({ id, subjectKind, subjectId, ackById, askedAt }) => {
    const row = highest.get(id)
    const subject = { kind: subjectKind, id: subjectId }
    return row ? [{ ...row, subject, ackById, askedAt, said: saidIn(row.values) }] : []
  })
}

/** A reminder before the due time is of no level. */
function levelOf({ values }: MissedRow): number {
  return Number((values as { readonly level?: unknown }).level ?? 0)
}

/** Calls gathered by an earlier release do not say whether they are confidential: none was. */
function saidIn(values: unknown): PingValues {
  return { is_confidential: false, ...(values as PingValues) }
}
