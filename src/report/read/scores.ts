/** How often each score was given in a month, of the same facts the view of satisfaction counts. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import type { ReportMonth } from '../month.ts'

export async function readScores(
  tx: Tx,
  { projectId, month }: { readonly projectId: string; readonly month: ReportMonth },
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ score: number; count: number }>`
    SELECT score, count(*)::int AS count FROM figure_asked
     WHERE measure = 'satisfaction' AND "projectId" = ${projectId} AND month = ${month.month} AND score IS NOT NULL
     GROUP BY score`.execute(tx)
  return new Map(rows.map(({ score, count }) => [score, count]))
}
