-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "departmentIds" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "leftBy" TEXT,
ADD COLUMN     "linkedAt" TIMESTAMPTZ(3),
ADD COLUMN     "missingAt" TIMESTAMPTZ(3),
ADD COLUMN     "toldAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "department" (
    "corpId" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    "parentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "department_pkey" PRIMARY KEY ("corpId","id")
);
