-- CreateTable
CREATE TABLE "form_post" (
    "key" TEXT NOT NULL,
    "subjectId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_post_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "form_post_createdAt_idx" ON "form_post"("createdAt");

-- CreateIndex
CREATE INDEX "ticket_projectId_contactPhoneHash_idx" ON "ticket"("projectId", "contactPhoneHash");

-- CreateIndex
CREATE INDEX "ticket_projectId_contactPhoneLast4_idx" ON "ticket"("projectId", "contactPhoneLast4");

-- What people say of a number is its end: found without reading every ticket of the project.
CREATE INDEX "ticket_projectId_serial_idx" ON "ticket" ("projectId", (split_part("number", '-', 2)), "createdAt" DESC);
