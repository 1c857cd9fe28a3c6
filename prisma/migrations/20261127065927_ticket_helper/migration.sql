-- CreateTable
CREATE TABLE "ticket_helper" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "byStaffId" TEXT NOT NULL,
    "skill" TEXT,
    "words" TEXT NOT NULL,
    "calledAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "ticket_helper_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_helper_ticketId_idx" ON "ticket_helper"("ticketId");

-- CreateIndex
CREATE INDEX "ticket_helper_staffId_endedAt_idx" ON "ticket_helper"("staffId", "endedAt");
