-- CreateTable
CREATE TABLE "send_pause" (
    "line" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "probeAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "send_pause_pkey" PRIMARY KEY ("line")
);
