-- AlterTable
ALTER TABLE "calendar_day" ADD COLUMN     "fileYear" INTEGER;

-- AlterTable
ALTER TABLE "escalation_step" ADD COLUMN     "askEverySec" INTEGER,
ADD COLUMN     "askWaitSec" INTEGER;

-- AlterTable
ALTER TABLE "escalation_run" ADD COLUMN     "askedAt" TIMESTAMPTZ(3),
ADD COLUMN     "heardAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "holiday_year" (
    "id" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "file" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "holiday_year_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch_finding" (
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "toldAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_finding_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "loop_beat" (
    "loop" TEXT NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loop_beat_pkey" PRIMARY KEY ("loop")
);

-- CreateIndex
CREATE INDEX "holiday_year_year_idx" ON "holiday_year"("year");

