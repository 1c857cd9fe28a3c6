/** Forgets what was said on the page long ago. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'

/** Of one round: the next takes the rest. */
const MOST_ROWS = 5000

/**
 * Deletes messages from before a moment.
 * @returns the photos of visitors among them that no message shows any more
 */
export async function sweepMessages(tx: Tx, before: Date): Promise<readonly string[]> {
  const gone = await sql<{ fileId: string }>`
    WITH old AS (
      SELECT id FROM web_message WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${MOST_ROWS}
    ), gone AS (
      DELETE FROM web_message m USING old WHERE m.id = old.id RETURNING m.id, m."fileId", m.author
    )
    SELECT DISTINCT gone."fileId" FROM gone
     WHERE gone.author = 'visitor' AND gone."fileId" IS NOT NULL
       AND NOT EXISTS (SELECT FROM web_message m
                        WHERE m."fileId" = gone."fileId" AND NOT EXISTS (SELECT FROM gone g WHERE g.id = m.id))`.execute(
    tx,
  )
  return gone.rows.map(({ fileId }) => fileId)
}
