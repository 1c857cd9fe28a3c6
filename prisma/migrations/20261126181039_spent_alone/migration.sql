-- AlterTable
ALTER TABLE "spent_token" DROP COLUMN "sessionId";
