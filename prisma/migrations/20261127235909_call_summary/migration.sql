-- AlterTable
ALTER TABLE "missed_ping" ADD COLUMN     "summaryId" TEXT,
ADD COLUMN     "why" TEXT NOT NULL DEFAULT 'outage';

-- CreateIndex
CREATE INDEX "missed_ping_summaryId_idx" ON "missed_ping"("summaryId");
