-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "againstIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "sla_policy" ADD COLUMN     "levels" TEXT[] DEFAULT ARRAY[]::TEXT[];
