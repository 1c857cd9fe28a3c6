-- CreateIndex
CREATE INDEX "web_message_createdAt_idx" ON "web_message"("createdAt");
