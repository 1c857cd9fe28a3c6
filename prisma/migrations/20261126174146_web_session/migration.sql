-- CreateTable
CREATE TABLE "web_session" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spent_token" (
    "hash" TEXT NOT NULL,
    "sessionId" TEXT,
    "keepUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_token_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "web_session_tokenHash_key" ON "web_session"("tokenHash");

-- CreateIndex
CREATE INDEX "web_session_expiresAt_idx" ON "web_session"("expiresAt");

-- CreateIndex
CREATE INDEX "spent_token_keepUntil_idx" ON "spent_token"("keepUntil");
