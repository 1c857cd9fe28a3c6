/** Writes down who is meant by a notice at the moment of its sending, in one statement: whoever moves in later is not. */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import type { NoticeRow } from './notice.ts'
import type { PlanRow } from './plan.ts'
import { recipientsOf } from './recipients.ts'

export interface FrozenRow extends PlanRow {
  /** The task of a steward; null for people in groups, and for those nobody tells. */
  readonly taskId: string | null
}

/** `groups`: those it may go to, the widest first, each with the task it would be sent by. */
export async function freezePeople(
  work: Work,
  notice: NoticeRow,
  groups: readonly { readonly groupId: string; readonly taskId: string }[],
): Promise<readonly FrozenRow[]> {
  const chatIds = groups.map(({ groupId }) => groupId)
  const groupTasks = groups.map(({ taskId }) => taskId)
  const frozen = await sql<FrozenRow>`
    WITH recipient AS MATERIALIZED ${recipientsOf(work, notice, chatIds)},
    task AS MATERIALIZED (
      SELECT gen_random_uuid()::text AS "taskId", "userId", part
        FROM (SELECT DISTINCT "userId", part FROM recipient WHERE state = 'unsent' AND "groupId" IS NULL) AS given),
    told AS MATERIALIZED (
      SELECT recipient.*, task."taskId" FROM recipient
        LEFT JOIN task ON task."userId" = recipient."userId" AND task.part = recipient.part
                      AND state = 'unsent' AND "groupId" IS NULL),
    kept AS (
      INSERT INTO notice_recipient (id, "noticeId", "personId", "roomId", "buildingCode", "externalUserId", "groupId",
                                    "taskId", state)
      SELECT gen_random_uuid()::text, ${notice.id}, "personId", "roomId", "buildingCode", "externalUserId", "groupId",
             coalesce("taskId", "groupTask"), state
        FROM told LEFT JOIN unnest(${chatIds}::text[], ${groupTasks}::text[]) AS given(chat, "groupTask") ON chat = "groupId")
    SELECT "groupId", "userId", "staffId", name, part, state, "taskId", count(*)::int AS people
      FROM told GROUP BY "groupId", "userId", "staffId", name, part, state, "taskId" ORDER BY min("roomCode")`.execute(
    work.tx,
  )
  return frozen.rows
}

/** The accounts of a task, each once; at most as many as a task may have. */
export async function accountsOf(work: Work, taskId: string): Promise<readonly string[]> {
  const rows = await work.tx
    .selectFrom('notice_recipient')
    .select('externalUserId')
    .distinct()
    .where('taskId', '=', taskId)
    .where('externalUserId', 'is not', null)
    .orderBy('externalUserId')
    .execute()
  return rows.flatMap(({ externalUserId }) => externalUserId ?? [])
}
