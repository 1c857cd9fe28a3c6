-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "replacementId" TEXT;

-- AlterTable
ALTER TABLE "roster_shift" ADD COLUMN     "areas" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "roster_pattern" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "weekdays" INTEGER[],
    "startTime" TEXT NOT NULL,
    "endTime" TEXT NOT NULL,
    "days" TEXT NOT NULL,
    "staffIds" TEXT[],
    "teamId" TEXT,
    "areas" TEXT[],
    "validFrom" TEXT NOT NULL,
    "validTo" TEXT,
    "turns" TEXT NOT NULL,
    "turnLength" INTEGER NOT NULL DEFAULT 1,
    "handoverTime" TEXT NOT NULL,
    "anchorDay" TEXT NOT NULL,
    "anchorId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roster_pattern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_override" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "staffId" TEXT,
    "byStaffId" TEXT,
    "kind" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "swapId" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "roster_override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_swap" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "fromStaffId" TEXT NOT NULL,
    "toStaffId" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "backStartAt" TIMESTAMPTZ(3),
    "backEndAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "agreedAt" TIMESTAMPTZ(3),
    "decidedById" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roster_swap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_leave" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "replacementId" TEXT,
    "state" TEXT NOT NULL,
    "decidedById" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_switch" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "setById" TEXT NOT NULL,

    CONSTRAINT "duty_switch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT,
    "validTo" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "roster_pattern_projectId_name_key" ON "roster_pattern"("projectId", "name");

-- CreateIndex
CREATE INDEX "roster_override_projectId_startAt_endAt_idx" ON "roster_override"("projectId", "startAt", "endAt");

-- CreateIndex
CREATE INDEX "roster_swap_projectId_state_idx" ON "roster_swap"("projectId", "state");

-- CreateIndex
CREATE INDEX "staff_leave_projectId_startAt_endAt_idx" ON "staff_leave"("projectId", "startAt", "endAt");

-- CreateIndex
CREATE INDEX "staff_leave_staffId_idx" ON "staff_leave"("staffId");

-- CreateIndex
CREATE INDEX "duty_switch_projectId_endAt_idx" ON "duty_switch"("projectId", "endAt");

-- CreateIndex
CREATE INDEX "certificate_projectId_validTo_idx" ON "certificate"("projectId", "validTo");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_staffId_kind_key" ON "certificate"("staffId", "kind");

-- Half-open ranges of time are never empty.
ALTER TABLE "roster_override" ADD CONSTRAINT "roster_override_range" CHECK ("startAt" < "endAt");
ALTER TABLE "roster_swap" ADD CONSTRAINT "roster_swap_range" CHECK ("startAt" < "endAt");
ALTER TABLE "staff_leave" ADD CONSTRAINT "staff_leave_range" CHECK ("startAt" < "endAt");
ALTER TABLE "duty_switch" ADD CONSTRAINT "duty_switch_range" CHECK ("startAt" < "endAt");
-- Whoever asks for leave again is shown what they have asked for already.
CREATE UNIQUE INDEX "staff_leave_once" ON "staff_leave" ("staffId", "startAt", "endAt") WHERE "state" IN ('REQUESTED', 'APPROVED');
