-- CreateTable
CREATE TABLE "web_message" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "fileId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "web_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "web_message_key_key" ON "web_message"("key");

-- CreateIndex
CREATE UNIQUE INDEX "web_message_conversationId_place_key" ON "web_message"("conversationId", "place");
