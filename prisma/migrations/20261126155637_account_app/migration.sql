-- AlterTable
ALTER TABLE "kf_account" ADD COLUMN     "agentId" TEXT;
