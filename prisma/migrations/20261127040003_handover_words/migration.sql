-- CreateTable
CREATE TABLE "handover_words" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handover_words_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "handover_words_projectId_createdAt_idx" ON "handover_words"("projectId", "createdAt");
