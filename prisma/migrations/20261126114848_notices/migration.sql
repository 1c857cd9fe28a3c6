-- AlterTable
ALTER TABLE "task" ADD COLUMN     "exceptStaffId" TEXT;

-- CreateTable
CREATE TABLE "contact" (
    "corpId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "externalUserId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tagIds" TEXT[],
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("corpId","userId","externalUserId")
);

-- CreateTable
CREATE TABLE "contact_tag" (
    "corpId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "groupName" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "contact_tag_pkey" PRIMARY KEY ("corpId","id")
);

-- CreateTable
CREATE TABLE "contact_way" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "buildingCode" TEXT NOT NULL,
    "unitCode" TEXT NOT NULL,
    "roomId" TEXT,
    "personId" TEXT,
    "relation" TEXT,
    "label" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "madeBy" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "wayId" TEXT,
    "qrUrl" TEXT,
    "chatUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "usedBy" TEXT,

    CONSTRAINT "contact_way_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "audience" JSONB NOT NULL,
    "isWholeProject" BOOLEAN NOT NULL,
    "fromAt" TIMESTAMPTZ(3),
    "untilAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "writerId" TEXT NOT NULL,
    "deciderId" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "sendAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_recipient" (
    "id" TEXT NOT NULL,
    "noticeId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "buildingCode" TEXT NOT NULL,
    "externalUserId" TEXT,
    "taskId" TEXT,
    "state" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "notice_recipient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_task" (
    "id" TEXT NOT NULL,
    "noticeId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "staffId" TEXT,
    "name" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "platformId" TEXT,
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "notice_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "contact_corpId_externalUserId_idx" ON "contact"("corpId", "externalUserId");

-- CreateIndex
CREATE INDEX "contact_way_batchId_idx" ON "contact_way"("batchId");

-- CreateIndex
CREATE INDEX "notice_projectId_state_idx" ON "notice"("projectId", "state");

-- CreateIndex
CREATE INDEX "notice_recipient_externalUserId_idx" ON "notice_recipient"("externalUserId");

-- CreateIndex
CREATE INDEX "notice_recipient_taskId_idx" ON "notice_recipient"("taskId");

-- CreateIndex
CREATE UNIQUE INDEX "notice_recipient_noticeId_personId_key" ON "notice_recipient"("noticeId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "notice_task_noticeId_userId_part_key" ON "notice_task"("noticeId", "userId", "part");

-- What Prisma cannot say -----------------------------------------------------------------------

ALTER TABLE "notice" ADD CONSTRAINT "notice_state"
  CHECK ("state" IN ('IN_REVIEW', 'SCHEDULED', 'SENDING', 'SENT', 'PARTLY_FAILED', 'REJECTED', 'WITHDRAWN'));
ALTER TABLE "notice" ADD CONSTRAINT "notice_span" CHECK ("untilAt" IS NULL OR "untilAt" > "fromAt");
ALTER TABLE "notice_recipient" ADD CONSTRAINT "notice_recipient_state"
  CHECK ("state" IN ('unsent', 'sent', 'not_customer', 'over_cap', 'no_contact', 'failed', 'cancelled'));
ALTER TABLE "notice_recipient" ADD CONSTRAINT "notice_recipient_notice"
  FOREIGN KEY ("noticeId") REFERENCES "notice" ("id");
ALTER TABLE "notice_task" ADD CONSTRAINT "notice_task_state"
  CHECK ("state" IN ('ordered', 'waiting', 'sent', 'failed', 'cancelled'));
ALTER TABLE "notice_task" ADD CONSTRAINT "notice_task_notice"
  FOREIGN KEY ("noticeId") REFERENCES "notice" ("id");
ALTER TABLE "contact_way" ADD CONSTRAINT "contact_way_state" CHECK ("state" IN ('ordered', 'ready', 'failed'));
