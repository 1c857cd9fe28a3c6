/** Who tells each person of an audience, worked out by the database: a town's people never come into the process. */
import { type RawBuilder, sql } from 'kysely'
import { estateDay, estateInstant } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import type { Audience } from './audience.ts'
import { peopleOf } from './people.ts'

export interface Planning {
  readonly corpId: string
  readonly projectId: string
  readonly audience: Audience
}

/**
 * A query with a row for each person: "personId", "roomId", "roomCode", "buildingCode", "externalUserId"; how they are
 * told: "groupId", or "userId", "staffId", name and part of a steward's task; and `state`: unsent, no_contact (no customer
 * of any steward of the project) or over_cap (had as many notices this month as the rules allow).
 * `chatIds` are the groups it goes to; who is in several is told in the first of them.
 */
export function recipientsOf(
  work: Work,
  { corpId, projectId, audience }: Planning,
  chatIds: readonly string[],
): RawBuilder<unknown> {
  const { per_month, per_task } = work.rules.notices
  return sql`(
    WITH people AS MATERIALIZED ${peopleOf(work, projectId, audience)},
    grouped AS MATERIALIZED (
      SELECT DISTINCT ON (account) account, chat AS "groupId"
        FROM unnest(${chatIds}::text[]) WITH ORDINALITY AS given(chat, place)
        JOIN customer_group ON "corpId" = ${corpId} AND "chatId" = chat
       CROSS JOIN unnest("externalUserIds") AS account ORDER BY account, place),
    -- Several people may share an account: one message tells them all, so one steward sends it.
    account AS MATERIALIZED (
      SELECT DISTINCT ON ("externalUserId") "externalUserId", "buildingCode", "roomCode" FROM people
       WHERE "externalUserId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grouped WHERE grouped.account = "externalUserId")
       ORDER BY "externalUserId", "roomCode"),
    -- The steward of the building, else the one who had the latest contact.
    followed AS (
      SELECT DISTINCT ON ("externalUserId") account.*, contact."userId", staff.id AS "staffId", staff.name
        FROM account
        JOIN contact USING ("externalUserId")
        JOIN staff ON staff."corpId" = contact."corpId" AND lower(staff."userId") = contact."userId"
       WHERE contact."corpId" = ${corpId} AND staff."projectId" = ${projectId} AND staff."leftAt" IS NULL
       ORDER BY "externalUserId", "buildingCode" = ANY (staff.areas) DESC, contact."addedAt" DESC, contact."userId"),
    counted AS (
      SELECT followed.*, had."externalUserId" IS NOT NULL AS "isFull"
        FROM followed LEFT JOIN (${hadEnough(work, corpId, per_month)}) AS had USING ("externalUserId")),
    steward AS (
      SELECT "externalUserId", "userId", "staffId", name, "isFull",
             (row_number() OVER (PARTITION BY "userId", "isFull" ORDER BY "roomCode", "externalUserId") - 1) / ${per_task}::int AS part
        FROM counted)
    SELECT people.*, "groupId", "userId", "staffId", name, part::int AS part,
           CASE WHEN "groupId" IS NOT NULL THEN 'unsent' WHEN "userId" IS NULL THEN 'no_contact'
                WHEN "isFull" THEN 'over_cap' ELSE 'unsent' END AS state
      FROM people
      LEFT JOIN grouped ON grouped.account = people."externalUserId"
      LEFT JOIN steward ON steward."externalUserId" = people."externalUserId")`
}

/** Accounts that got this month, or will have got when the stewards have sent what waits for them, as many as allowed. */
function hadEnough({ now }: Work, corpId: string, most: number): RawBuilder<unknown> {
  const since = estateInstant(`${estateDay(now).slice(0, 7)}-01`, '00:00')
  return sql`
    SELECT "externalUserId" FROM notice_recipient recipient JOIN notice ON notice.id = "noticeId"
     WHERE notice."corpId" = ${corpId} AND "startedAt" >= ${since} AND recipient.state IN ('unsent', 'sent')
     GROUP BY "externalUserId" HAVING count(DISTINCT notice.id) >= ${most}`
}
