/** Whether messages that were answered 200 stand in the inbox, each once. */
import type { Database } from '../../src/database/open-database.ts'

/** The ids that do not: missing, or there more than once. */
export async function notKeptOnce(
  db: Database,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('inbox_item')
    .select('key')
    .where('key', 'like', 'app/%')
    .execute()
  const times = new Map<string, number>()
  for (const { key } of rows) {
    const id = key.split('/').at(-1) ?? ''
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  return ids.filter((id) => times.get(id) !== 1)
}
