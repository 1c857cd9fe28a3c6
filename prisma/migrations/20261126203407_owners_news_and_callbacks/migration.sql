-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "byStaffId" TEXT,
ADD COLUMN     "channel" TEXT,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "personId" TEXT,
ADD COLUMN     "rule" TEXT NOT NULL DEFAULT 'category',
ADD COLUMN     "sampled" BOOLEAN,
ADD COLUMN     "skipped" TEXT;

-- AlterTable
ALTER TABLE "rating" ADD COLUMN     "editedAt" TIMESTAMPTZ(3),
ADD COLUMN     "service" INTEGER,
ADD COLUMN     "speed" INTEGER;

-- CreateTable
CREATE TABLE "owner_news" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "promise" TEXT,
    "by" TIMESTAMPTZ(3),
    "delays" INTEGER NOT NULL DEFAULT 0,
    "toldAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "owner_news_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "owner_news_ticketId_seq_key" ON "owner_news"("ticketId", "seq");

-- CreateIndex
CREATE INDEX "callback_projectId_dueAt_idx" ON "callback"("projectId", "dueAt");

-- CreateIndex
CREATE INDEX "callback_personId_askedAt_idx" ON "callback"("personId", "askedAt");

-- CreateIndex
CREATE INDEX "callback_conversationId_askedAt_idx" ON "callback"("conversationId", "askedAt");

-- What people were told is a fact: rows are added, never changed.
CREATE TRIGGER "owner_news_append_only" BEFORE UPDATE OR DELETE ON "owner_news" FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER "owner_news_no_truncate" BEFORE TRUNCATE ON "owner_news" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
