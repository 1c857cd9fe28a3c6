-- CreateTable
CREATE TABLE "missed_ping" (
    "key" TEXT NOT NULL,
    "receiver" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "missed_ping_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "missed_ping_receiver_idx" ON "missed_ping"("receiver");
