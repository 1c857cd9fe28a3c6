-- AlterTable
ALTER TABLE "staff_card" ADD COLUMN     "form" TEXT;
