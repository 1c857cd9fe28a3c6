-- CreateTable
CREATE TABLE "price_item" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "priceFen" INTEGER NOT NULL,
    "warrantyDays" INTEGER,
    "validFrom" TEXT,
    "validTo" TEXT,

    CONSTRAINT "price_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "price_item_projectId_code_key" ON "price_item"("projectId", "code");
