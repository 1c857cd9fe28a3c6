/** Which conversations are due for a turn, and when the next one will be. */
import { sql } from 'kysely'
import type { Database, Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'

export interface DueConversation {
  readonly id: string
  /** Somebody came in, or a servicer took or ended the chat: their codes are good for 20 seconds (wecom.md 3.5). */
  readonly isPressing: boolean
}

/** Conversations whose burst is over: those that press, and then whoever waits longest. */
export async function dueConversations(
  db: Database,
  now: Date,
  limit: number,
): Promise<readonly DueConversation[]> {
  const found = await sql<DueConversation>`
    SELECT "conversationId" AS id, bool_or(kind = ANY (${PRESSING}::text[])) AS "isPressing"
      FROM inbox_item WHERE "doneAt" IS NULL
     GROUP BY 1 HAVING least(max("readyAt"), min("capAt")) <= ${now}
     ORDER BY 2 DESC, least(max("readyAt"), min("capAt"))
     LIMIT ${limit}`.execute(db)
  return found.rows
}

/** When the next burst will be over; null when nothing is open. */
export async function nextBurstAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    SELECT min(due) AS at FROM (SELECT least(max("readyAt"), min("capAt")) AS due
      FROM inbox_item WHERE "doneAt" IS NULL GROUP BY "conversationId") open`.execute(db)
  return found.rows[0]?.at ?? null
}

const PRESSING = ['enter', 'servicing', 'handed-back']

export interface OpenItem {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly content: unknown
  readonly sentAt: Date
  readonly receivedAt: Date
  readonly readyAt: Date
  readonly capAt: Date
  readonly attempts: number
}

export const ITEM_COLUMNS = [
  'id',
  'key',
  'kind',
  'content',
  'sentAt',
  'receivedAt',
  'readyAt',
  'capAt',
  'attempts',
] as const satisfies readonly (keyof OpenItem)[]

/** The open items of one conversation, in the order they were sent. */
export async function openItems(
  at: { readonly tx: Tx; readonly seals: Pick<Seals, 'openJson'> },
  conversationId: string,
): Promise<OpenItem[]> {
  const rows = await at.tx
    .selectFrom('inbox_item')
    .select(ITEM_COLUMNS)
    .where('conversationId', '=', conversationId)
    .where('doneAt', 'is', null)
    .orderBy('sentAt')
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ ...row, content: at.seals.openJson(row.content) }))
}

/** Marks items as dealt with by a turn. */
export async function closeItems(
  tx: Tx,
  ids: readonly string[],
  end: {
    readonly at: Date
    readonly turnId: string
    readonly outcome: 'done' | 'silent' | 'failed'
  },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('inbox_item')
    .set({ doneAt: end.at, turnId: end.turnId, outcome: end.outcome })
    .where('id', 'in', [...ids])
    .execute()
}

/** Puts a failed burst off: the items stay open and are tried again at `at`. */
export async function putOff(
  db: Database,
  ids: readonly string[],
  at: Date,
  error: string,
): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('inbox_item')
    .set((set) => ({ attempts: set('attempts', '+', 1), readyAt: at, capAt: at, lastError: error }))
    .where('id', 'in', [...ids])
    .where('doneAt', 'is', null)
    .execute()
}
