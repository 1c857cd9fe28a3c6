-- CreateTable
CREATE TABLE "problem" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "roomId" TEXT,
    "buildingCode" TEXT,
    "place" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "rootCause" TEXT,
    "action" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "closedByStaffId" TEXT,

    CONSTRAINT "problem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "problem_ticket" (
    "ticketId" TEXT NOT NULL,
    "problemId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "problem_ticket_pkey" PRIMARY KEY ("ticketId")
);

-- CreateIndex
CREATE INDEX "problem_projectId_state_idx" ON "problem"("projectId", "state");

-- CreateIndex
CREATE INDEX "problem_ticket_problemId_idx" ON "problem_ticket"("problemId");

-- One record of a kind and place at a time.
CREATE UNIQUE INDEX "problem_one_open" ON "problem" ("projectId", "key") WHERE "state" = 'open';
