-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "contractorId" TEXT;

-- CreateTable
CREATE TABLE "contractor" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'maintenance',
    "contact" TEXT,
    "phone" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contractor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contractor_agreement" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "contractorId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "skills" TEXT[],
    "validFrom" TEXT,
    "validTo" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contractor_agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contractor_order" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "contractorId" TEXT NOT NULL,
    "agreementId" TEXT,
    "staffId" TEXT,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "byStaffId" TEXT,
    "givenAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "arrivedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "contractor_order_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "contractor_projectId_name_key" ON "contractor"("projectId", "name");

-- CreateIndex
CREATE INDEX "contractor_agreement_projectId_validTo_idx" ON "contractor_agreement"("projectId", "validTo");

-- CreateIndex
CREATE UNIQUE INDEX "contractor_agreement_contractorId_number_key" ON "contractor_agreement"("contractorId", "number");

-- CreateIndex
CREATE INDEX "contractor_order_ticketId_idx" ON "contractor_order"("ticketId");

-- CreateIndex
CREATE INDEX "contractor_order_contractorId_idx" ON "contractor_order"("contractorId");

-- What Prisma cannot say -----------------------------------------------------------------------
-- A ticket is in the hands of one contractor at most.
CREATE UNIQUE INDEX "contractor_order_open" ON "contractor_order" ("ticketId") WHERE "endedAt" IS NULL;
