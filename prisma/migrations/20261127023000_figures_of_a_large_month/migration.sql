-- DropIndex
DROP INDEX "ticket_roomId_idx";

-- CreateIndex
CREATE INDEX "ticket_roomId_category_createdAt_idx" ON "ticket"("roomId", "category", "createdAt");

-- What Prisma cannot say -----------------------------------------------------------------------
-- The figures as docs/figures.md has them, read faster: who had a ticket, its completions and its reopenings are
-- found by indexes that hold nothing else, and what is counted twice from one row is read once.

CREATE INDEX "ticket_event_given" ON "ticket_event" ("ticketId", "seq") WHERE jsonb_exists("payload" -> 'set', 'assigneeId');
CREATE INDEX "ticket_event_finished" ON "ticket_event" ("ticketId", "at") WHERE "kind" = 'finished';
CREATE INDEX "ticket_event_reopened" ON "ticket_event" ("ticketId", "seq") WHERE "kind" = 'reopened';

DROP VIEW "figure_month";
DROP VIEW "figure_week";
DROP VIEW "figure_fact";
DROP VIEW "figure_asked";
DROP VIEW "figure_completion";
DROP VIEW "figure_finished";
DROP VIEW "figure_promise";
DROP FUNCTION figure_holder(text, timestamptz);
DROP FUNCTION figure_keys(text, text, text, text, text);

-- One row for each promise (servicedesk.md B7), in the month it fell due.
CREATE VIEW "figure_promise" AS
SELECT c."kind" AS measure, c."projectId", c."id" AS "factId", t."id" AS "ticketId",
       estate_month(coalesce(c."dueAt", c."startAt")) AS month,
       estate_week(coalesce(c."dueAt", c."startAt")) AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", h.staff_id AS "staffId",
       coalesce(h.staff_name, (SELECT s."name" FROM "staff" s WHERE s."id" = h.staff_id)) AS "staffName",
       CASE
         WHEN t."state" = 'MERGED' THEN 'merged'
         WHEN n."replacesId" IS NOT NULL THEN 'replaced'
         WHEN c."breachedAt" IS NOT NULL OR c."state" = 'missed' THEN 'no'
         WHEN c."state" = 'met' THEN 'yes'
         ELSE c."state"
       END AS verdict,
       NULL::int AS score
  FROM "sla_clock" c
  JOIN "ticket" t ON t."id" = c."subjectId" AND t."projectId" = c."projectId"
  LEFT JOIN (SELECT DISTINCT "replacesId" FROM "sla_clock" WHERE "replacesId" IS NOT NULL) n ON n."replacesId" = c."id"
  LEFT JOIN LATERAL (
    SELECT e."payload" #>> '{set,assigneeId}' AS staff_id, e."payload" #>> '{set,teamId}' AS team_id,
           e."payload" ->> 'name' AS staff_name
      FROM "ticket_event" e
     WHERE e."ticketId" = t."id" AND jsonb_exists(e."payload" -> 'set', 'assigneeId')
       AND e."at" <= coalesce(c."metAt", c."breachedAt", c."dueAt", 'infinity')
     ORDER BY e."seq" DESC LIMIT 1) h ON true
 WHERE c."subjectKind" = 'ticket';

-- One row for each ticket, in the month it was reported: what became of it.
CREATE VIEW "figure_finished" AS
SELECT 'finished'::text AS measure, t."projectId", t."id" AS "factId", t."id" AS "ticketId",
       estate_month(t."createdAt") AS month, estate_week(t."createdAt") AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", h.staff_id AS "staffId",
       coalesce(h.staff_name, (SELECT s."name" FROM "staff" s WHERE s."id" = h.staff_id)) AS "staffName",
       CASE
         WHEN t."state" = 'MERGED' THEN 'merged'
         WHEN t."state" = 'CANCELLED' THEN 'cancelled'
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN t."state" IN ('DONE', 'CONFIRMED', 'CLOSED') THEN 'yes'
         ELSE 'no'
       END AS verdict,
       NULL::int AS score
  FROM "ticket" t
  LEFT JOIN LATERAL (
    SELECT e."payload" #>> '{set,assigneeId}' AS staff_id, e."payload" #>> '{set,teamId}' AS team_id,
           e."payload" ->> 'name' AS staff_name
      FROM "ticket_event" e
     WHERE e."ticketId" = t."id" AND jsonb_exists(e."payload" -> 'set', 'assigneeId')
     ORDER BY e."seq" DESC LIMIT 1) h ON true;

-- Two rows for a first completion, one for each later one, in the month it was finished: by whom, whether it was opened
-- again, whether it is the second visit for the same thing, and whether there was one after it.
CREATE VIEW "figure_completion" AS
SELECT v.measure, t."projectId", e."id" AS "factId", t."id" AS "ticketId",
       estate_month(e."at") AS month, estate_week(e."at") AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId",
       coalesce(c."staffId", h.staff_id) AS "staffId",
       coalesce(c."staffName", h.staff_name,
                (SELECT s."name" FROM "staff" s WHERE s."id" = coalesce(c."staffId", h.staff_id))) AS "staffName",
       CASE
         WHEN v.measure = 'reopen' THEN CASE WHEN r.is_reopened THEN 'yes' ELSE 'no' END
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN EXISTS (SELECT FROM "ticket" p JOIN "ticket_event" pe ON pe."ticketId" = p."id" AND pe."kind" = 'finished'
                WHERE p."projectId" = t."projectId" AND p."roomId" = t."roomId" AND p."category" = t."category"
                  AND p."id" <> t."id" AND p."createdAt" <= t."createdAt" AND pe."at" <= t."createdAt"
                  AND pe."at" >= t."createdAt" - make_interval(days => coalesce(n."reopenDays", 0))) THEN 'repeat'
         WHEN r.is_reopened OR EXISTS (SELECT FROM "ticket" l
                WHERE l."projectId" = t."projectId" AND l."roomId" = t."roomId" AND l."category" = t."category"
                  AND l."id" <> t."id" AND l."state" NOT IN ('CANCELLED', 'MERGED') AND l."createdAt" >= e."at"
                  AND l."createdAt" <= e."at" + make_interval(days => coalesce(n."reopenDays", 0))) THEN 'no'
         ELSE 'yes'
       END AS verdict,
       NULL::int AS score
  FROM "ticket_event" e
  JOIN "ticket" t ON t."id" = e."ticketId"
  LEFT JOIN "category_node" n ON n."id" = t."category"
  LEFT JOIN "callback" c ON c."ticketId" = t."id" AND c."completion" = (e."payload" #>> '{set,completions}')::int
  LEFT JOIN LATERAL (
    SELECT g."payload" #>> '{set,assigneeId}' AS staff_id, g."payload" #>> '{set,teamId}' AS team_id,
           g."payload" ->> 'name' AS staff_name
      FROM "ticket_event" g
     WHERE g."ticketId" = t."id" AND jsonb_exists(g."payload" -> 'set', 'assigneeId') AND g."at" <= e."at"
     ORDER BY g."seq" DESC LIMIT 1) h ON true
 CROSS JOIN LATERAL (SELECT max(o."seq") IS NOT NULL AS is_reopened FROM "ticket_event" o
    WHERE o."ticketId" = t."id" AND o."kind" = 'reopened' AND o."seq" > e."seq") r
  JOIN (VALUES ('first_fix'), ('reopen')) AS v (measure)
    ON v.measure = 'reopen' OR (e."payload" #>> '{set,completions}')::int = 1
 WHERE e."kind" = 'finished';

-- Two rows for each completion somebody was to be asked about, in the month of the question: whether they were reached,
-- and what they scored.
CREATE VIEW "figure_asked" AS
SELECT v.measure, c."projectId", c."id" AS "factId", t."id" AS "ticketId",
       estate_month(coalesce(c."askedAt", c."dueAt")) AS month,
       estate_week(coalesce(c."askedAt", c."dueAt")) AS week,
       t."kind", t."category", t."buildingCode", h.team_id AS "teamId", c."staffId", c."staffName", v.verdict, v.score
  FROM "callback" c
  JOIN "ticket" t ON t."id" = c."ticketId"
  LEFT JOIN "rating" r ON r."ticketId" = c."ticketId" AND r."completion" = c."completion"
  LEFT JOIN LATERAL (
    SELECT e."payload" #>> '{set,teamId}' AS team_id
      FROM "ticket_event" e
     WHERE e."ticketId" = t."id" AND jsonb_exists(e."payload" -> 'set', 'assigneeId') AND e."at" <= c."dueAt"
       AND e."payload" #>> '{set,assigneeId}' = c."staffId"
     ORDER BY e."seq" DESC LIMIT 1) h ON true
 CROSS JOIN LATERAL (VALUES
    ('callback', NULL::int,
       CASE
         WHEN c."state" = 'skipped' THEN 'unasked'
         WHEN c."state" IN ('planned', 'asked') THEN 'running'
         WHEN c."state" = 'answered' AND c."outcome" IN ('fixed', 'not-fixed', 'dissatisfied') THEN 'yes'
         ELSE 'no'
       END),
    ('satisfaction', CASE WHEN t."closeCode" IS DISTINCT FROM 'forced' THEN r."score" END,
       CASE
         WHEN t."closeCode" = 'forced' THEN 'forced'
         WHEN r."score" >= 4 THEN 'yes'
         WHEN r."score" IS NOT NULL THEN 'no'
         WHEN c."state" = 'skipped' THEN 'unasked'
         WHEN c."state" = 'planned' THEN 'running'
         ELSE 'silent'
       END)) AS v (measure, score, verdict);

-- Every countable fact under one shape.
CREATE VIEW "figure_fact" AS
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
       "staffName", verdict, score FROM "figure_asked";

-- Under what facts are counted. A leaf is counted under everything above it too. Facts are summed up first by the three
-- aspects the dimensions come from (what, where, who), so that few rows are counted under all of them.
CREATE FUNCTION figure_keys(aspect int, one text, other text)
RETURNS TABLE (dimension text, key text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT d, k FROM (VALUES
    (1, 'all', ''), (1, 'kind', other), (1, 'leaf', one),
    (1, 'leaf', CASE WHEN one LIKE '%.%' THEN split_part(one, '.', 1) END),
    (1, 'leaf', CASE WHEN one LIKE '%.%.%' THEN split_part(one, '.', 1) || '.' || split_part(one, '.', 2) END),
    (2, 'building', one), (3, 'team', other), (3, 'person', one)) AS v (a, d, k)
   WHERE a = aspect AND (k IS NOT NULL OR d <> 'leaf')
$$;

CREATE VIEW "figure_month" AS
SELECT g.measure, g."projectId", g.month, k.dimension, coalesce(k.key, '') AS key,
       max(g.name) FILTER (WHERE k.dimension = 'person') AS name,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'yes'), 0)::int AS numerator,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict IN ('yes', 'no')), 0)::int AS denominator,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'cancelled'), 0)::int AS cancelled,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'merged'), 0)::int AS merged,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'replaced'), 0)::int AS replaced,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'paused'), 0)::int AS paused,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'running'), 0)::int AS running,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'forced'), 0)::int AS forced,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'repeat'), 0)::int AS repeat,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'unasked'), 0)::int AS unasked,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'silent'), 0)::int AS silent,
       sum(g.facts)::int AS total,
       sum(g.score)::int AS "scoreSum"
  FROM (SELECT f.measure, f."projectId", f.month, f.verdict, a.aspect, a.one, a.other,
               count(*) AS facts, sum(f.score) AS score, max(f."staffName") AS name
          FROM "figure_fact" f
         CROSS JOIN LATERAL (VALUES (1, f."category", f."kind"), (2, f."buildingCode", NULL), (3, f."staffId", f."teamId"))
               AS a (aspect, one, other)
         GROUP BY f.measure, f."projectId", f.month, f.verdict, a.aspect, a.one, a.other) g
 CROSS JOIN LATERAL figure_keys(g.aspect, g.one, g.other) k
 GROUP BY g.measure, g."projectId", g.month, k.dimension, coalesce(k.key, '');

CREATE VIEW "figure_week" AS
SELECT g.measure, g."projectId", g.week, k.dimension, coalesce(k.key, '') AS key,
       max(g.name) FILTER (WHERE k.dimension = 'person') AS name,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'yes'), 0)::int AS numerator,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict IN ('yes', 'no')), 0)::int AS denominator,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'cancelled'), 0)::int AS cancelled,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'merged'), 0)::int AS merged,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'replaced'), 0)::int AS replaced,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'paused'), 0)::int AS paused,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'running'), 0)::int AS running,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'forced'), 0)::int AS forced,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'repeat'), 0)::int AS repeat,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'unasked'), 0)::int AS unasked,
       coalesce(sum(g.facts) FILTER (WHERE g.verdict = 'silent'), 0)::int AS silent,
       sum(g.facts)::int AS total,
       sum(g.score)::int AS "scoreSum"
  FROM (SELECT f.measure, f."projectId", f.week, f.verdict, a.aspect, a.one, a.other,
               count(*) AS facts, sum(f.score) AS score, max(f."staffName") AS name
          FROM "figure_fact" f
         CROSS JOIN LATERAL (VALUES (1, f."category", f."kind"), (2, f."buildingCode", NULL), (3, f."staffId", f."teamId"))
               AS a (aspect, one, other)
         GROUP BY f.measure, f."projectId", f.week, f.verdict, a.aspect, a.one, a.other) g
 CROSS JOIN LATERAL figure_keys(g.aspect, g.one, g.other) k
 GROUP BY g.measure, g."projectId", g.week, k.dimension, coalesce(k.key, '');
