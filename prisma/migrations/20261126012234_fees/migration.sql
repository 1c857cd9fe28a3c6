-- AlterTable
ALTER TABLE "fee_item" ADD COLUMN     "billing" TEXT,
ADD COLUMN     "category" TEXT,
ADD COLUMN     "payMonths" INTEGER,
ADD COLUMN     "payWhen" TEXT,
ADD COLUMN     "payer" TEXT,
ADD COLUMN     "rule" TEXT;

-- AlterTable
ALTER TABLE "bill" ADD COLUMN     "details" JSONB,
ADD COLUMN     "fromDay" TEXT,
ADD COLUMN     "payerPersonId" TEXT,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'import',
ADD COLUMN     "toDay" TEXT;

-- CreateTable
CREATE TABLE "room_fee" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "feeItemId" TEXT NOT NULL,
    "validFrom" TEXT,
    "validTo" TEXT,

    CONSTRAINT "room_fee_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_payment" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "roomCode" TEXT NOT NULL,
    "itemName" TEXT NOT NULL,
    "roomId" TEXT,
    "feeItemId" TEXT,
    "fromDay" TEXT NOT NULL,
    "toDay" TEXT NOT NULL,
    "months" INTEGER,
    "paidOn" TEXT,
    "dueFen" INTEGER,
    "amountFen" INTEGER NOT NULL,
    "allocatedFen" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "cashier" TEXT,
    "note" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_allocation" (
    "paymentId" TEXT NOT NULL,
    "billId" TEXT NOT NULL,
    "amountFen" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_allocation_pkey" PRIMARY KEY ("paymentId","billId")
);

-- CreateIndex
CREATE INDEX "room_fee_roomId_idx" ON "room_fee"("roomId");

-- CreateIndex
CREATE INDEX "room_fee_projectId_idx" ON "room_fee"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "room_fee_feeItemId_roomId_key" ON "room_fee"("feeItemId", "roomId");

-- CreateIndex
CREATE INDEX "fee_payment_projectId_roomCode_idx" ON "fee_payment"("projectId", "roomCode");

-- CreateIndex
CREATE UNIQUE INDEX "fee_payment_projectId_key_key" ON "fee_payment"("projectId", "key");

-- CreateIndex
CREATE INDEX "fee_allocation_billId_idx" ON "fee_allocation"("billId");

-- What Prisma cannot say -----------------------------------------------------------------------

-- No fen of a payment goes to bills twice.
ALTER TABLE "fee_payment" ADD CONSTRAINT "fee_payment_money" CHECK ("amountFen" >= 0 AND "allocatedFen" >= 0 AND "allocatedFen" <= "amountFen");
ALTER TABLE "fee_allocation" ADD CONSTRAINT "fee_allocation_money" CHECK ("amountFen" > 0);
-- Only what the desk made waits for publication.
CREATE INDEX "bill_draft" ON "bill" ("projectId") WHERE "state" = 'DRAFT';
CREATE INDEX "fee_payment_open" ON "fee_payment" ("projectId", "roomCode") WHERE "allocatedFen" < "amountFen";
