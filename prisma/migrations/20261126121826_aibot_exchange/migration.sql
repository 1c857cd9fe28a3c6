-- CreateTable
CREATE TABLE "aibot_exchange" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "reqId" TEXT,
    "responseUrl" TEXT,
    "said" TEXT NOT NULL,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "urlUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "aibot_exchange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "aibot_exchange_key_key" ON "aibot_exchange"("key");

-- CreateIndex
CREATE INDEX "aibot_exchange_conversationId_createdAt_idx" ON "aibot_exchange"("conversationId", "createdAt");
