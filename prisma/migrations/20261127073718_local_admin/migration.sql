-- CreateTable
CREATE TABLE "local_admin" (
    "id" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "local_admin_pkey" PRIMARY KEY ("id")
);
