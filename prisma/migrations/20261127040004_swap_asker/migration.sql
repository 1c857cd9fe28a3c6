-- AlterTable
ALTER TABLE "roster_swap" ADD COLUMN     "askedById" TEXT NOT NULL;

-- CreateIndex
CREATE INDEX "roster_swap_fromStaffId_idx" ON "roster_swap"("fromStaffId");
