-- AlterTable
ALTER TABLE "notice_recipient" ADD COLUMN     "groupId" TEXT;

-- AlterTable
ALTER TABLE "notice_task" ADD COLUMN     "groups" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "customer_group" (
    "corpId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "externalUserIds" TEXT[],
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_group_pkey" PRIMARY KEY ("corpId","chatId")
);
