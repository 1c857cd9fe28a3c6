-- AlterTable
ALTER TABLE "building" ADD COLUMN     "latitude" DOUBLE PRECISION,
ADD COLUMN     "longitude" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "ticket" DROP COLUMN "afterPhotoIds",
DROP COLUMN "beforePhotoIds",
ADD COLUMN     "arrivedEnteredAt" TIMESTAMPTZ(3),
ADD COLUMN     "arrivedMetres" INTEGER,
ADD COLUMN     "sitePhotos" JSONB;
