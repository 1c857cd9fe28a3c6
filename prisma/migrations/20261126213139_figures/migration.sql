-- CreateTable
CREATE TABLE "category_node" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "reopenDays" INTEGER NOT NULL,

    CONSTRAINT "category_node_pkey" PRIMARY KEY ("id")
);

-- What Prisma cannot say -----------------------------------------------------------------------
-- The figures of docs/figures.md. Everything is counted from what was kept at the time: clocks, events,
-- callbacks, scores. Nobody's later change of name, team or state moves a figure of the past, and no view asks the
-- time: what is late was noted as late by its clock.

-- Months and weeks of the estate (design.md 5, invariant 9). Immutable, so that an index can hold them.
CREATE FUNCTION estate_month(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN extract(year FROM at AT TIME ZONE 'Asia/Shanghai')::int::text || '-' ||
       lpad(extract(month FROM at AT TIME ZONE 'Asia/Shanghai')::int::text, 2, '0');
CREATE FUNCTION estate_week(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN extract(isoyear FROM at AT TIME ZONE 'Asia/Shanghai')::int::text || '-W' ||
       lpad(extract(week FROM at AT TIME ZONE 'Asia/Shanghai')::int::text, 2, '0');

CREATE INDEX "ticket_month" ON "ticket" ("projectId", estate_month("createdAt"));
CREATE INDEX "ticket_week" ON "ticket" ("projectId", estate_week("createdAt"));
CREATE INDEX "sla_clock_month" ON "sla_clock" ("projectId", estate_month(coalesce("dueAt", "startAt")));
CREATE INDEX "sla_clock_week" ON "sla_clock" ("projectId", estate_week(coalesce("dueAt", "startAt")));
CREATE INDEX "sla_clock_replaces" ON "sla_clock" ("replacesId") WHERE "replacesId" IS NOT NULL;
CREATE INDEX "ticket_event_finished_month" ON "ticket_event" (estate_month("at")) WHERE "kind" = 'finished';
CREATE INDEX "ticket_event_finished_week" ON "ticket_event" (estate_week("at")) WHERE "kind" = 'finished';
CREATE INDEX "callback_month" ON "callback" ("projectId", estate_month(coalesce("askedAt", "dueAt")));
CREATE INDEX "callback_week" ON "callback" ("projectId", estate_week(coalesce("askedAt", "dueAt")));

-- Who had a ticket at a moment, and in which team they were then: the event log knows, the row only knows today.
CREATE FUNCTION figure_holder(ticket_id text, moment timestamptz)
RETURNS TABLE (staff_id text, team_id text, staff_name text) LANGUAGE sql STABLE AS $$
  SELECT e."payload" #>> '{set,assigneeId}', e."payload" #>> '{set,teamId}', e."payload" ->> 'name'
    FROM "ticket_event" e
   WHERE e."ticketId" = ticket_id AND e."at" <= moment AND jsonb_exists(e."payload" -> 'set', 'assigneeId')
   ORDER BY e."seq" DESC LIMIT 1
$$;

-- One row for each promise (servicedesk.md B7), in the month it fell due.
CREATE VIEW "figure_promise" AS
SELECT c."kind" AS measure, c."projectId", c."id" AS "factId", t."id" AS "ticketId",
       estate_month(coalesce(c."dueAt", c."startAt")) AS month,
       estate_week(coalesce(c."dueAt", c."startAt")) AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", h.staff_id AS "staffId",
       coalesce(h.staff_name, s."name") AS "staffName",
       CASE
         WHEN t."state" = 'MERGED' THEN 'merged'
         WHEN EXISTS (SELECT FROM "sla_clock" n WHERE n."replacesId" = c."id") THEN 'replaced'
         WHEN c."breachedAt" IS NOT NULL OR c."state" = 'missed' THEN 'no'
         WHEN c."state" = 'met' THEN 'yes'
         ELSE c."state"
       END AS verdict,
       NULL::int AS score
  FROM "sla_clock" c
  JOIN "ticket" t ON t."id" = c."subjectId" AND t."projectId" = c."projectId"
  LEFT JOIN LATERAL figure_holder(t."id", coalesce(c."metAt", c."breachedAt", c."dueAt", 'infinity')) h ON true
  LEFT JOIN "staff" s ON s."id" = h.staff_id
 WHERE c."subjectKind" = 'ticket';

-- One row for each ticket, in the month it was reported: what became of it.
CREATE VIEW "figure_finished" AS
SELECT 'finished'::text AS measure, t."projectId", t."id" AS "factId", t."id" AS "ticketId",
       estate_month(t."createdAt") AS month, estate_week(t."createdAt") AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", h.staff_id AS "staffId",
       coalesce(h.staff_name, s."name") AS "staffName",
       CASE
         WHEN t."state" = 'MERGED' THEN 'merged'
         WHEN t."state" = 'CANCELLED' THEN 'cancelled'
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN t."state" IN ('DONE', 'CONFIRMED', 'CLOSED') THEN 'yes'
         ELSE 'no'
       END AS verdict,
       NULL::int AS score
  FROM "ticket" t
  LEFT JOIN LATERAL figure_holder(t."id", 'infinity') h ON true
  LEFT JOIN "staff" s ON s."id" = h.staff_id;

-- One row for each completion, in the month it was finished: by whom, whether it was opened again, whether it is
-- the second visit for the same thing, and whether there was one after it.
CREATE VIEW "figure_completion" AS
SELECT t."projectId", e."id" AS "factId", t."id" AS "ticketId",
       estate_month(e."at") AS month, estate_week(e."at") AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId",
       coalesce(c."staffId", h.staff_id) AS "staffId",
       coalesce(c."staffName", h.staff_name, s."name") AS "staffName",
       (e."payload" #>> '{set,completions}')::int AS completion,
       t."closeCode" = 'forced' AS "isForced",
       EXISTS (SELECT FROM "ticket_event" r
                WHERE r."ticketId" = t."id" AND r."seq" > e."seq" AND r."kind" = 'reopened') AS "isReopened",
       EXISTS (SELECT FROM "ticket" p JOIN "ticket_event" pe ON pe."ticketId" = p."id" AND pe."kind" = 'finished'
                WHERE p."projectId" = t."projectId" AND p."roomId" = t."roomId" AND p."category" = t."category"
                  AND p."id" <> t."id" AND pe."at" <= t."createdAt"
                  AND pe."at" >= t."createdAt" - make_interval(days => coalesce(n."reopenDays", 0))) AS "isRepeat",
       EXISTS (SELECT FROM "ticket" l
                WHERE l."projectId" = t."projectId" AND l."roomId" = t."roomId" AND l."category" = t."category"
                  AND l."id" <> t."id" AND l."state" NOT IN ('CANCELLED', 'MERGED') AND l."createdAt" >= e."at"
                  AND l."createdAt" <= e."at" + make_interval(days => coalesce(n."reopenDays", 0))) AS "isRepeated"
  FROM "ticket_event" e
  JOIN "ticket" t ON t."id" = e."ticketId"
  LEFT JOIN "category_node" n ON n."id" = t."category"
  LEFT JOIN "callback" c ON c."ticketId" = t."id" AND c."completion" = (e."payload" #>> '{set,completions}')::int
  LEFT JOIN LATERAL figure_holder(t."id", e."at") h ON true
  LEFT JOIN "staff" s ON s."id" = coalesce(c."staffId", h.staff_id)
 WHERE e."kind" = 'finished';

-- One row for each completion somebody was to be asked about, in the month of the question.
CREATE VIEW "figure_asked" AS
SELECT c."projectId", c."id" AS "factId", t."id" AS "ticketId",
       estate_month(coalesce(c."askedAt", c."dueAt")) AS month,
       estate_week(coalesce(c."askedAt", c."dueAt")) AS week,
       t."kind", t."category", t."buildingCode",
       (SELECT e."payload" #>> '{set,teamId}' FROM "ticket_event" e
         WHERE e."ticketId" = t."id" AND e."at" <= c."dueAt" AND e."payload" #>> '{set,assigneeId}' = c."staffId"
         ORDER BY e."seq" DESC LIMIT 1) AS "teamId", c."staffId", c."staffName",
       CASE
         WHEN c."state" = 'skipped' THEN 'unasked'
         WHEN c."state" IN ('planned', 'asked') THEN 'running'
         WHEN c."state" = 'answered' AND c."outcome" IN ('fixed', 'not-fixed', 'dissatisfied') THEN 'yes'
         ELSE 'no'
       END AS reached,
       CASE
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN r."score" >= 4 THEN 'yes'
         WHEN r."score" IS NOT NULL THEN 'no'
         WHEN c."state" = 'skipped' THEN 'unasked'
         WHEN c."state" = 'planned' THEN 'running'
         ELSE 'silent'
       END AS satisfied,
       CASE WHEN t."closeCode" IS DISTINCT FROM 'forced' THEN r."score" END AS score
  FROM "callback" c
  JOIN "ticket" t ON t."id" = c."ticketId"
  LEFT JOIN "rating" r ON r."ticketId" = c."ticketId" AND r."completion" = c."completion";

-- Every countable fact under one shape.
CREATE VIEW "figure_fact" AS
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_promise"
UNION ALL
SELECT measure, "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", verdict, score FROM "figure_finished"
UNION ALL
SELECT 'first_fix', "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName",
       CASE WHEN "isForced" THEN 'forced' WHEN "isRepeat" THEN 'repeat'
            WHEN "isReopened" OR "isRepeated" THEN 'no' ELSE 'yes' END, NULL
  FROM "figure_completion" WHERE completion = 1
UNION ALL
SELECT 'reopen', "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", CASE WHEN "isReopened" THEN 'yes' ELSE 'no' END, NULL
  FROM "figure_completion"
UNION ALL
SELECT 'callback', "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId", "staffId",
       "staffName", reached, NULL
  FROM "figure_asked"
UNION ALL
SELECT 'satisfaction', "projectId", "factId", "ticketId", month, week, "kind", "category", "buildingCode", "teamId",
       "staffId", "staffName", satisfied, score
  FROM "figure_asked";

-- What a fact is counted under. A leaf is counted under everything above it too.
CREATE FUNCTION figure_keys(kind text, category text, building text, team text, staff text)
RETURNS TABLE (dimension text, key text) LANGUAGE sql IMMUTABLE AS $$
  SELECT d, coalesce(k, '') FROM (VALUES
    ('all', ''), ('kind', kind), ('leaf', category),
    ('leaf', CASE WHEN category LIKE '%.%' THEN split_part(category, '.', 1) END),
    ('leaf', CASE WHEN category LIKE '%.%.%' THEN split_part(category, '.', 1) || '.' || split_part(category, '.', 2) END),
    ('building', building), ('team', team), ('person', staff)) AS v (d, k)
   WHERE k IS NOT NULL OR d <> 'leaf'
$$;

CREATE VIEW "figure_month" AS
SELECT f.measure, f."projectId", f.month, k.dimension, k.key, max(f."staffName") FILTER (WHERE k.dimension = 'person') AS name,
       count(*) FILTER (WHERE f.verdict = 'yes')::int AS numerator,
       count(*) FILTER (WHERE f.verdict IN ('yes', 'no'))::int AS denominator,
       count(*) FILTER (WHERE f.verdict = 'cancelled')::int AS cancelled,
       count(*) FILTER (WHERE f.verdict = 'merged')::int AS merged,
       count(*) FILTER (WHERE f.verdict = 'replaced')::int AS replaced,
       count(*) FILTER (WHERE f.verdict = 'paused')::int AS paused,
       count(*) FILTER (WHERE f.verdict = 'running')::int AS running,
       count(*) FILTER (WHERE f.verdict = 'forced')::int AS forced,
       count(*) FILTER (WHERE f.verdict = 'repeat')::int AS repeat,
       count(*) FILTER (WHERE f.verdict = 'unasked')::int AS unasked,
       count(*) FILTER (WHERE f.verdict = 'silent')::int AS silent,
       count(*)::int AS total,
       sum(f.score)::int AS "scoreSum"
  FROM "figure_fact" f
 CROSS JOIN LATERAL figure_keys(f."kind", f."category", f."buildingCode", f."teamId", f."staffId") k
 GROUP BY f.measure, f."projectId", f.month, k.dimension, k.key;

CREATE VIEW "figure_week" AS
SELECT f.measure, f."projectId", f.week, k.dimension, k.key, max(f."staffName") FILTER (WHERE k.dimension = 'person') AS name,
       count(*) FILTER (WHERE f.verdict = 'yes')::int AS numerator,
       count(*) FILTER (WHERE f.verdict IN ('yes', 'no'))::int AS denominator,
       count(*) FILTER (WHERE f.verdict = 'cancelled')::int AS cancelled,
       count(*) FILTER (WHERE f.verdict = 'merged')::int AS merged,
       count(*) FILTER (WHERE f.verdict = 'replaced')::int AS replaced,
       count(*) FILTER (WHERE f.verdict = 'paused')::int AS paused,
       count(*) FILTER (WHERE f.verdict = 'running')::int AS running,
       count(*) FILTER (WHERE f.verdict = 'forced')::int AS forced,
       count(*) FILTER (WHERE f.verdict = 'repeat')::int AS repeat,
       count(*) FILTER (WHERE f.verdict = 'unasked')::int AS unasked,
       count(*) FILTER (WHERE f.verdict = 'silent')::int AS silent,
       count(*)::int AS total,
       sum(f.score)::int AS "scoreSum"
  FROM "figure_fact" f
 CROSS JOIN LATERAL figure_keys(f."kind", f."category", f."buildingCode", f."teamId", f."staffId") k
 GROUP BY f.measure, f."projectId", f.week, k.dimension, k.key;
