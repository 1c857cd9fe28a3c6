-- CreateTable
CREATE TABLE "bot_pause" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "byStaffId" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endedById" TEXT,

    CONSTRAINT "bot_pause_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "bot_pause_projectId_startedAt_idx" ON "bot_pause"("projectId", "startedAt");

CREATE UNIQUE INDEX "bot_pause_one_open" ON "bot_pause" ("projectId") WHERE "endedAt" IS NULL;
