-- AlterTable
ALTER TABLE "token_cache" ADD COLUMN     "fetchedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "wecom_sighting" (
    "corpId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wecom_sighting_pkey" PRIMARY KEY ("corpId","agentId","what")
);
