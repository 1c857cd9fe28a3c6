-- AlterTable
ALTER TABLE "contractor" ADD COLUMN     "phoneEnc" TEXT,
ADD COLUMN     "phoneHash" TEXT,
ADD COLUMN     "phoneLast4" TEXT;

