-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "confirmMsgId" TEXT,
ADD COLUMN     "confirmedBy" TEXT,
ADD COLUMN     "consentAt" TIMESTAMPTZ(3),
ADD COLUMN     "consentMsgId" TEXT,
ADD COLUMN     "quoteFen" INTEGER;

-- AlterTable
ALTER TABLE "bill" ADD COLUMN     "ticketId" TEXT;

-- CreateTable
CREATE TABLE "quote" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "staffId" TEXT NOT NULL,
    "staffName" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "totalFen" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "conversationId" TEXT,
    "quotedAt" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "messageId" TEXT,
    "personId" TEXT,
    "reason" TEXT,
    "heardFrom" TEXT,
    "heardByStaffId" TEXT,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_line" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "priceFen" INTEGER NOT NULL,
    "amountFen" INTEGER NOT NULL,
    "reason" TEXT,
    "warrantyDays" INTEGER,
    "staffId" TEXT NOT NULL,
    "statedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_line_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "quote_ticketId_seq_key" ON "quote"("ticketId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "work_line_ticketId_seq_key" ON "work_line"("ticketId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "bill_ticketId_key" ON "bill"("ticketId");

-- One quote of a ticket is asked at a time.
CREATE UNIQUE INDEX "quote_open" ON "quote"("ticketId") WHERE state = 'open';
