-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "details" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "impact" TEXT,
ADD COLUMN     "urgency" TEXT;
