-- AlterTable
ALTER TABLE "sla_policy" ADD COLUMN     "calendars" TEXT[] DEFAULT ARRAY[]::TEXT[];
