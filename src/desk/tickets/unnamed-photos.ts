/** Photos that stand on no ticket. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'

export async function unnamedPhotos(
  tx: Tx,
  fileIds: readonly string[],
): Promise<readonly string[]> {
  if (fileIds.length === 0) return []
  const found = await sql<{ id: string }>`
    SELECT id FROM unnest(${fileIds}::text[]) AS photo(id)
     WHERE NOT EXISTS (
       SELECT FROM ticket
        WHERE "photoIds" @> ARRAY[photo.id] OR jsonb_exists("sitePhotos", photo.id))`.execute(tx)
  return found.rows.map(({ id }) => id)
}
