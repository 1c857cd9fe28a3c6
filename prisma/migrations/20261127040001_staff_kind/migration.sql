-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'own';
