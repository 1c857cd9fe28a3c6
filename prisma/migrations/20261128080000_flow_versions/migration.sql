-- Old versions of flows are let go once no talk keeps to them, and waiting runs can be carried on by a newer one.
ALTER TABLE "flow_version" ADD COLUMN "retiredAt" TIMESTAMPTZ(3), ADD COLUMN "carriedTo" TEXT;

ALTER TABLE "conversation" ADD COLUMN "versionPins" JSONB;
CREATE INDEX "conversation_versions_unknown" ON "conversation" ("id") WHERE "versionPins" IS NULL AND "session" IS NOT NULL;
