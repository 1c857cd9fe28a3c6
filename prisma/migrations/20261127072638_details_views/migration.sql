-- What Prisma cannot say -----------------------------------------------------------------------
-- What only one kind of ticket has (src/desk/tickets/details.ts), as columns: one view a kind. What a row does not hold, or
-- not as its form says, is null; what stands in a ticket of another kind is in no view.
CREATE FUNCTION detail_text(details jsonb, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(details -> name) = 'string' THEN nullif(details ->> name, '') END;

CREATE VIEW "details_repair" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'asset') AS asset
  FROM "ticket" t WHERE t."kind" = 'repair';
CREATE VIEW "details_complaint" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'topic') AS topic,
       CASE WHEN detail_text(t."details", 'level') IN ('general', 'major', 'grave')
            THEN detail_text(t."details", 'level') END AS level,
       detail_text(t."details", 'against') AS against,
       coalesce(t."details" -> 'confidential' = 'true'::jsonb, false) AS confidential
  FROM "ticket" t WHERE t."kind" = 'complaint';
CREATE VIEW "details_enquiry" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'topic') AS topic,
       detail_text(t."details", 'answer') AS answer
  FROM "ticket" t WHERE t."kind" = 'enquiry';
CREATE VIEW "details_help" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'topic') AS topic
  FROM "ticket" t WHERE t."kind" = 'help';
CREATE VIEW "details_suggestion" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'about') AS about
  FROM "ticket" t WHERE t."kind" = 'suggestion';
CREATE VIEW "details_praise" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'about') AS about,
       detail_text(t."details", 'who') AS who
  FROM "ticket" t WHERE t."kind" = 'praise';
CREATE VIEW "details_service" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'item') AS item,
       detail_text(t."details", 'wished') AS wished
  FROM "ticket" t WHERE t."kind" = 'service';
