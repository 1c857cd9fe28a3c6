-- AlterTable
ALTER TABLE "handoff" ADD COLUMN     "replyNumber" INTEGER;
