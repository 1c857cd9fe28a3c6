-- AlterTable
ALTER TABLE "category_node" ADD COLUMN     "hazard" BOOLEAN NOT NULL DEFAULT false;

-- What Prisma cannot say -----------------------------------------------------------------------
-- One row for each urgent repair and each danger, in the month it was reported: whether it was mended within 24 hours of
-- the report, by day and by night, whatever stood still meanwhile (servicedesk.md E2, 水电急修不过夜). No view asks the time:
-- that the day is over is known by the completion, by a promise that was broken then or later, or by what happened later.
CREATE VIEW "figure_day_fix" AS
SELECT 'day_fix'::text AS measure, t."projectId", t."id" AS "factId", t."id" AS "ticketId",
       estate_month(t."createdAt") AS month, estate_week(t."createdAt") AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", h.staff_id AS "staffId",
       coalesce(h.staff_name, (SELECT s."name" FROM "staff" s WHERE s."id" = h.staff_id)) AS "staffName",
       CASE
         WHEN t."state" = 'MERGED' THEN 'merged'
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN done.at <= t."createdAt" + interval '24 hours' THEN 'yes'
         WHEN done.at IS NOT NULL
           OR EXISTS (SELECT FROM "sla_clock" c WHERE c."subjectKind" = 'ticket' AND c."subjectId" = t."id"
                AND c."breachedAt" >= t."createdAt" + interval '24 hours')
           OR EXISTS (SELECT FROM "ticket_event" e WHERE e."ticketId" = t."id"
                AND e."at" > t."createdAt" + interval '24 hours' AND e."at" <= coalesce(t."closedAt", 'infinity')) THEN 'no'
         WHEN t."state" = 'CANCELLED' THEN 'cancelled'
         ELSE 'running'
       END AS verdict,
       NULL::int AS score
  FROM "ticket" t
  LEFT JOIN "category_node" n ON n."id" = t."category"
 CROSS JOIN LATERAL (SELECT min(e."at") AS at FROM "ticket_event" e
    WHERE e."ticketId" = t."id" AND e."kind" = 'finished') done
  LEFT JOIN LATERAL (
    SELECT e."payload" #>> '{set,assigneeId}' AS staff_id, e."payload" #>> '{set,teamId}' AS team_id,
           e."payload" ->> 'name' AS staff_name
      FROM "ticket_event" e
     WHERE e."ticketId" = t."id" AND jsonb_exists(e."payload" -> 'set', 'assigneeId')
       AND e."at" <= coalesce(done.at, 'infinity')
     ORDER BY e."seq" DESC LIMIT 1) h ON true
 WHERE n."hazard" OR (t."kind" = 'repair' AND t."priority" = 'urgent');

-- Every countable fact under one shape.
CREATE OR REPLACE VIEW "figure_fact" AS
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_promise"
UNION ALL
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_finished"
UNION ALL
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_completion"
UNION ALL
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_asked"
UNION ALL
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_day_fix";
