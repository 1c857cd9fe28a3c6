-- CreateTable
CREATE TABLE "talk_event" (
    "id" BIGSERIAL NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "run" TEXT,
    "flow" TEXT,
    "version" TEXT,
    "step" TEXT,
    "slot" TEXT,
    "detail" TEXT,
    "p" TEXT,

    CONSTRAINT "talk_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unmatched_sentence" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "talk" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "flow" TEXT,
    "step" TEXT,
    "isQuestion" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "unmatched_sentence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "talk_event_corpId_projectId_at_idx" ON "talk_event"("corpId", "projectId", "at");

-- CreateIndex
CREATE INDEX "talk_event_run_idx" ON "talk_event"("run");

-- CreateIndex
CREATE INDEX "talk_event_at_idx" ON "talk_event"("at");

-- CreateIndex
CREATE INDEX "unmatched_sentence_corpId_projectId_at_idx" ON "unmatched_sentence"("corpId", "projectId", "at");

-- CreateIndex
CREATE INDEX "unmatched_sentence_talk_at_idx" ON "unmatched_sentence"("talk", "at");

-- CreateIndex
CREATE INDEX "unmatched_sentence_at_idx" ON "unmatched_sentence"("at");

-- Figures of talks, a day of the estate each; read by src/conversation/talk-figures.ts.
CREATE VIEW talk_flow_day AS
SELECT "corpId", "projectId", flow, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
       count(*) FILTER (WHERE kind = 'run_started') AS started,
       count(*) FILTER (WHERE kind = 'ended' AND detail NOT IN ('cancelled', 'restarted', 'expired', 'dropped', 'unfinished', 'failed', 'denied')) AS finished,
       count(*) FILTER (WHERE kind = 'ended' AND detail = 'cancelled') AS cancelled,
       count(*) FILTER (WHERE kind = 'expired') AS expired,
       count(*) FILTER (WHERE kind = 'handed_off') AS "handedOff",
       count(*) FILTER (WHERE kind = 'failed') AS failed
  FROM talk_event WHERE flow IS NOT NULL GROUP BY 1, 2, 3, 4;

-- A run that was not finished was dropped where it was seen last.
CREATE VIEW talk_step_day AS
WITH fate AS (
  SELECT run,
         bool_or(kind = 'ended' AND detail NOT IN ('cancelled', 'restarted', 'expired', 'dropped', 'unfinished', 'failed', 'denied')) AS finished,
         bool_or(kind IN ('ended', 'expired', 'exhausted', 'handed_off', 'failed')) AS over,
         max(id) FILTER (WHERE kind = 'step_entered') AS last
    FROM talk_event WHERE run IS NOT NULL GROUP BY run
)
SELECT e."corpId", e."projectId", e.flow, e.step,
       to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
       count(DISTINCT e.run) FILTER (WHERE e.kind = 'step_entered') AS entered,
       count(DISTINCT e.run) FILTER (WHERE e.kind = 'asked') AS asked,
       count(DISTINCT e.run) FILTER (WHERE e.kind = 'answered') AS answered,
       count(*) FILTER (WHERE e.kind = 'retried') AS retries,
       count(*) FILTER (WHERE e.kind = 'exhausted') AS exhausted,
       count(*) FILTER (WHERE e.id = f.last AND f.over AND NOT f.finished) AS dropped
  FROM talk_event e LEFT JOIN fate f ON f.run = e.run
 WHERE e.flow IS NOT NULL AND e.step IS NOT NULL GROUP BY 1, 2, 3, 4, 5;

CREATE VIEW talk_unmatched_day AS
SELECT "corpId", "projectId", text, flow, step, "isQuestion",
       to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, count(*) AS times, max(at) AS "lastAt"
  FROM unmatched_sentence GROUP BY 1, 2, 3, 4, 5, 6, 7;
