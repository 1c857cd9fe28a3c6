/** The platform as a notice meets it: takes tasks, says what became of each receiver, and counts how often each was told. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'
import type { NoticePlatform } from '../../../src/desk/notices/task-errands.ts'
import { answerTo, isUnknown } from './homes.ts'

/** Its books are tables: they must not be in the memory that is measured. */
export const PLATFORM_TABLES = [
  'CREATE UNLOGGED TABLE platform_told (task text, account text)',
  'CREATE UNLOGGED TABLE platform_group (task text, chat text)',
  'CREATE INDEX ON platform_told (task, account)',
]

const PAGE = 1000

export function platformOf(db: Database, newId: () => string): NoticePlatform {
  const run = (statement: RawBuilder<unknown>) => statement.execute(db)
  return {
    async createTask({ externalUserIds, groupIds = [] }) {
      const id = newId()
      const unknown = externalUserIds.filter((account) => isUnknown(numberOf(account)))
      const told = externalUserIds.filter((account) => !isUnknown(numberOf(account)))
      await run(sql`INSERT INTO platform_told SELECT ${id}, unnest(${told}::text[])`)
      await run(sql`INSERT INTO platform_group SELECT ${id}, unnest(${groupIds}::text[])`)
      return { id, unknown }
    },
    findTask: async () => null,
    taskIsSent: async () => true,
    async results(task, _userId, cursor) {
      const groups = await sql<{ chat: string }>`
        SELECT chat FROM platform_group WHERE task = ${task} AND ${cursor} = ''`.execute(db)
      const found = await sql<{ account: string }>`
        SELECT account FROM platform_told WHERE task = ${task} AND account > ${cursor}
         ORDER BY account LIMIT ${PAGE}`.execute(db)
      const people = found.rows.map(({ account }) => ({
        externalUserId: account,
        groupId: '',
        status: answerTo(numberOf(account)),
      }))
      const told = groups.rows.map(({ chat }) => ({
        externalUserId: '',
        groupId: chat,
        status: 'sent' as const,
      }))
      const next = people.length === PAGE ? (people.at(-1)?.externalUserId ?? '') : ''
      return { results: [...told, ...people], next }
    },
    remind: async () => undefined,
    cancel: async () => undefined,
  }
}

function numberOf(account: string): number {
  return Number(account.slice('wm'.length))
}

/** How many accounts are in more than one task, or twice in one, and how many in a task and in a group that was told. */
export async function toldTwice(db: Database): Promise<number> {
  const found = await sql<{ twice: number }>`
    SELECT count(*)::int AS twice FROM (
      SELECT account FROM (
        SELECT account FROM platform_told
        UNION ALL
        SELECT unnest("externalUserIds") FROM platform_group JOIN customer_group ON "chatId" = chat) AS told
       GROUP BY account HAVING count(*) > 1) AS twice`.execute(db)
  return found.rows[0]?.twice ?? 0
}
