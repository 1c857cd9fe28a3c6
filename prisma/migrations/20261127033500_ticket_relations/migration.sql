-- AlterTable
ALTER TABLE "ticket_follower" ADD COLUMN     "viaTicketId" TEXT;

-- CreateTable
CREATE TABLE "ticket_relation" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byKind" TEXT NOT NULL,
    "byId" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "endedByKind" TEXT,
    "endedById" TEXT,

    CONSTRAINT "ticket_relation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_relation_fromId_idx" ON "ticket_relation"("fromId");

-- CreateIndex
CREATE INDEX "ticket_relation_toId_idx" ON "ticket_relation"("toId");

-- CreateIndex
CREATE INDEX "ticket_follower_viaTicketId_idx" ON "ticket_follower"("viaTicketId");

-- Nothing is its own relation; a pair has a relation of a type once at a time; nothing is merged twice at a time.
ALTER TABLE "ticket_relation" ADD CONSTRAINT "ticket_relation_two" CHECK ("fromId" <> "toId");
ALTER TABLE "ticket_relation" ADD CONSTRAINT "ticket_relation_type" CHECK ("type" IN ('DUPLICATE', 'RELATED', 'SPLIT', 'BLOCKS'));
CREATE UNIQUE INDEX "ticket_relation_once" ON "ticket_relation" ("type", "fromId", "toId") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "ticket_relation_one_parent" ON "ticket_relation" ("fromId") WHERE "type" = 'DUPLICATE' AND "endedAt" IS NULL;

-- A relation is only ever ended, once.
CREATE FUNCTION refuse_other_than_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."endedAt" IS NULL AND NEW."endedAt" IS NOT NULL
     AND (NEW."id", NEW."projectId", NEW."type", NEW."fromId", NEW."toId", NEW."at", NEW."byKind", NEW."byId")
       IS NOT DISTINCT FROM
         (OLD."id", OLD."projectId", OLD."type", OLD."fromId", OLD."toId", OLD."at", OLD."byKind", OLD."byId") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% keeps what was: a row is only ended', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "ticket_relation_only_ends" BEFORE UPDATE OR DELETE ON "ticket_relation" FOR EACH ROW EXECUTE FUNCTION refuse_other_than_end();
CREATE TRIGGER "ticket_relation_no_truncate" BEFORE TRUNCATE ON "ticket_relation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
