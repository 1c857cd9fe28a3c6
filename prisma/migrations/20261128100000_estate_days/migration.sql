-- AlterTable
ALTER TABLE "project" ADD COLUMN     "completionDate" TEXT,
ADD COLUMN     "deliveryDate" TEXT;
