/** What the desk put before owners' dialogues by itself, oldest first. */
import type { Database } from '../../../src/database/open-database.ts'
import { testSeals } from '../seals.ts'

export interface HeardEvent {
  readonly conversationId: string
  readonly event: string
  readonly data: Readonly<Record<string, string>>
}

export async function ownerEvents(db: Database, event: string): Promise<HeardEvent[]> {
  const rows = await db
    .selectFrom('inbox_item')
    .select(['conversationId', 'content'])
    .where('kind', '=', 'event')
    .orderBy('seq')
    .execute()
  return rows
    .map(({ conversationId, content }) => ({
      conversationId,
      ...(testSeals.openJson(content) as Omit<HeardEvent, 'conversationId'>),
    }))
    .filter((heard) => heard.event === event)
}
