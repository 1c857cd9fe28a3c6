-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "afterPhotoIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "apptChanges" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "arrivedPlace" TEXT,
ADD COLUMN     "beforePhotoIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "visit_proposal" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "staffName" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "messageId" TEXT,

    CONSTRAINT "visit_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "visit_proposal_ticketId_idx" ON "visit_proposal"("ticketId");
