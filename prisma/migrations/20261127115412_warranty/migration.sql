-- AlterTable
ALTER TABLE "building" ADD COLUMN     "completionDate" TEXT,
ADD COLUMN     "deliveryDate" TEXT;

-- AlterTable
ALTER TABLE "contractor_order" ADD COLUMN     "mendedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "payer" TEXT;
