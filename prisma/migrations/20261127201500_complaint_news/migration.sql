-- CreateTable
CREATE TABLE "sla_given" (
    "projectId" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "given" JSONB NOT NULL,
    "givenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sla_given_pkey" PRIMARY KEY ("projectId","policy","kind")
);

-- What Prisma cannot say -----------------------------------------------------------------------
-- What whoever complained was told in words (src/desk/tickets/details.ts): times and days as the row holds them.
CREATE OR REPLACE VIEW "details_complaint" AS
SELECT t."id" AS "ticketId", t."projectId", t."createdAt", detail_text(t."details", 'topic') AS topic,
       CASE WHEN detail_text(t."details", 'level') IN ('general', 'major', 'grave')
            THEN detail_text(t."details", 'level') END AS level,
       detail_text(t."details", 'against') AS against,
       coalesce(t."details" -> 'confidential' = 'true'::jsonb, false) AS confidential,
       detail_text(t."details" -> 'reply', 'text') AS reply,
       detail_text(t."details" -> 'reply', 'at') AS "repliedAt",
       detail_text(t."details" -> 'plan', 'text') AS plan,
       detail_text(t."details" -> 'plan', 'by') AS "planBy",
       detail_text(t."details" -> 'plan', 'at') AS "plannedAt",
       detail_text(t."details" -> 'result', 'text') AS result,
       detail_text(t."details" -> 'result', 'at') AS "resultAt"
  FROM "ticket" t WHERE t."kind" = 'complaint';
