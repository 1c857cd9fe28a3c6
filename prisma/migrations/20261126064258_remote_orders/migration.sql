-- CreateTable
CREATE TABLE "remote_order" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "waiters" TEXT[],
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "result" TEXT,
    "maybeDone" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "timeoutMs" INTEGER NOT NULL,
    "retryMax" INTEGER NOT NULL,
    "backoffMs" INTEGER NOT NULL,
    "retryFor" TEXT[],
    "lastError" TEXT,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "remote_order_pkey" PRIMARY KEY ("id")
);

-- What Prisma cannot say -----------------------------------------------------------------------

ALTER TABLE "remote_order" ADD CONSTRAINT "remote_order_state"
  CHECK ("state" IN ('queued', 'running', 'ok', 'failed', 'unknown'));
-- An order that is over has an end and an outcome, and only that one.
ALTER TABLE "remote_order" ADD CONSTRAINT "remote_order_end"
  CHECK (("state" IN ('queued', 'running')) = ("endedAt" IS NULL)
     AND ("endedAt" IS NULL) = ("outcome" IS NULL));
CREATE INDEX "remote_order_due" ON "remote_order" ("nextAt") WHERE "state" IN ('queued', 'running');
