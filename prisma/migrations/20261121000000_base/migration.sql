-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "clock_offset" (
    "id" TEXT NOT NULL,
    "offsetMs" DOUBLE PRECISION NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clock_offset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "payload" JSONB NOT NULL,
    "conversationId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "timer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "session" TEXT,
    "handling" TEXT NOT NULL DEFAULT 'bot',
    "turns" INTEGER NOT NULL DEFAULT 0,
    "lastTurnAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_item" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "corpId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "readyAt" TIMESTAMPTZ(3) NOT NULL,
    "capAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "turnId" TEXT,
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_item" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "corpId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "message" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "topic" TEXT,
    "code" TEXT,
    "guard" JSONB,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedUntil" TIMESTAMPTZ(3),
    "mergedIntoId" TEXT,
    "projectId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "platformId" TEXT,
    "responseCode" TEXT,
    "platformCode" TEXT,

    CONSTRAINT "outbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_budget" (
    "conversationId" TEXT NOT NULL,
    "lastInboundAt" TIMESTAMPTZ(3),
    "used" INTEGER NOT NULL DEFAULT 0,
    "serviceState" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_budget_pkey" PRIMARY KEY ("conversationId")
);

-- CreateTable
CREATE TABLE "send_pace" (
    "id" TEXT NOT NULL,
    "pace" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_pace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "hash" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "compiled" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "handoff" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT,
    "conversationId" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "takenBy" TEXT,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_cache" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshUntil" TIMESTAMPTZ(3),

    CONSTRAINT "token_cache_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kf_account" (
    "corpId" TEXT NOT NULL,
    "openKfId" TEXT NOT NULL,
    "projectId" TEXT,
    "cursor" TEXT NOT NULL DEFAULT '',
    "pulledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kf_account_pkey" PRIMARY KEY ("corpId","openKfId")
);

-- CreateTable
CREATE TABLE "staff_card" (
    "taskId" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "responseCode" TEXT,
    "codeUsedAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "closedText" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_card_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "media_file" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "conversationId" TEXT,
    "media" TEXT NOT NULL,
    "platformId" TEXT,
    "state" TEXT NOT NULL,
    "storageKey" TEXT,
    "mime" TEXT,
    "bytes" INTEGER,
    "sha256" TEXT,
    "failReason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "storedAt" TIMESTAMPTZ(3),
    "uploadedId" TEXT,
    "uploadedAt" TIMESTAMPTZ(3),

    CONSTRAINT "media_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT,
    "servicePhone" TEXT,
    "emergencyPhone" TEXT,
    "calendarId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "building" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "floorsAbove" INTEGER,
    "hasLift" BOOLEAN,

    CONSTRAINT "building_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "buildingId" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "room" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "buildingId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "floor" INTEGER,
    "kind" TEXT NOT NULL,
    "layout" TEXT,
    "grossArea" DECIMAL(10,2),
    "innerArea" DECIMAL(10,2),
    "rentFen" INTEGER,
    "status" TEXT,
    "handoverDate" TEXT,
    "feeStartDate" TEXT,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "gender" TEXT,
    "phoneEnc" TEXT,
    "phoneHash" TEXT,
    "phoneLast4" TEXT,
    "idNoEnc" TEXT,
    "idNoHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occupancy" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "validFrom" TEXT NOT NULL,
    "validTo" TEXT,
    "canSeeFees" BOOLEAN NOT NULL,
    "canPay" BOOLEAN NOT NULL,
    "canVote" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "occupancy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "binding" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "externalUserId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "personId" TEXT,
    "roomId" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "claimedName" TEXT,
    "claimedPhoneEnc" TEXT,
    "claimedPhoneHash" TEXT,
    "claimedPhoneLast4" TEXT,
    "consentVersion" TEXT,
    "consentText" TEXT,
    "consentAt" TIMESTAMPTZ(3),
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedBy" TEXT,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "binding_code" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "issuedBy" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedBy" TEXT,

    CONSTRAINT "binding_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "binding_attempt" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "externalUserId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,

    CONSTRAINT "binding_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "leadId" TEXT,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phoneEnc" TEXT,
    "phoneHash" TEXT,
    "phoneLast4" TEXT,
    "roles" TEXT[],
    "skills" TEXT[],
    "areas" TEXT[],
    "teamId" TEXT,
    "maxOpen" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "leftAt" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_shift" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roster_shift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "heldFrom" TEXT,
    "holdReason" TEXT,
    "holdUntil" TEXT,
    "channel" TEXT NOT NULL,
    "conversationId" TEXT,
    "reporterPersonId" TEXT,
    "reporterName" TEXT,
    "contactPhoneEnc" TEXT,
    "contactPhoneHash" TEXT,
    "contactPhoneLast4" TEXT,
    "loggedByStaffId" TEXT,
    "firstResponderId" TEXT,
    "roomId" TEXT,
    "roomCode" TEXT,
    "buildingCode" TEXT,
    "place" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "apptStart" TIMESTAMPTZ(3),
    "apptEnd" TIMESTAMPTZ(3),
    "apptText" TEXT,
    "photoIds" TEXT[],
    "assigneeId" TEXT,
    "teamId" TEXT,
    "reopenCount" INTEGER NOT NULL DEFAULT 0,
    "completions" INTEGER NOT NULL DEFAULT 0,
    "finishNote" TEXT,
    "closeCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "arrivedAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "confirmedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "reopenedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_follower" (
    "ticketId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "personId" TEXT,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_follower_pkey" PRIMARY KEY ("ticketId","conversationId")
);

-- CreateTable
CREATE TABLE "ticket_number" (
    "projectId" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "ticket_number_pkey" PRIMARY KEY ("projectId","prefix","day")
);

-- CreateTable
CREATE TABLE "ticket_event" (
    "id" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "kind" TEXT NOT NULL,
    "fromState" TEXT,
    "toState" TEXT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "ticket_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "offeredAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "arrivedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "reason" TEXT,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch_decision" (
    "id" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "mode" TEXT NOT NULL,
    "considered" JSONB NOT NULL,
    "chosen" TEXT[],
    "gap" BOOLEAN NOT NULL,

    CONSTRAINT "dispatch_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "conversationId" TEXT,
    "role" TEXT NOT NULL,
    "buildingCode" TEXT,
    "state" TEXT NOT NULL,
    "takenById" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "takenAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "note" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "completion" INTEGER NOT NULL,
    "conversationId" TEXT,
    "staffId" TEXT,
    "staffName" TEXT,
    "taskId" TEXT,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "askedAt" TIMESTAMPTZ(3),
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "callback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rating" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "completion" INTEGER NOT NULL,
    "score" INTEGER NOT NULL,
    "reason" TEXT,
    "staffId" TEXT,
    "staffName" TEXT,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tz" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_week" (
    "id" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "fromTime" TEXT NOT NULL,
    "toTime" TEXT NOT NULL,

    CONSTRAINT "calendar_week_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_day" (
    "id" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "asWeekday" INTEGER,
    "source" TEXT NOT NULL,

    CONSTRAINT "calendar_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_policy" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kinds" TEXT[],
    "categories" TEXT[],
    "priorities" TEXT[],
    "position" INTEGER NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "validTo" TIMESTAMPTZ(3),

    CONSTRAINT "sla_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_target" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "targetSec" INTEGER NOT NULL,
    "calendarMode" TEXT NOT NULL,
    "calendarName" TEXT,
    "stopReasons" TEXT[],
    "warnAt" JSONB NOT NULL,
    "chainId" TEXT,

    CONSTRAINT "sla_target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_clock" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "policySnapshot" JSONB NOT NULL,
    "calendarVersion" INTEGER,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "targetSec" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "breachedAt" TIMESTAMPTZ(3),
    "metAt" TIMESTAMPTZ(3),
    "elapsedSec" INTEGER,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "replacesId" TEXT,
    "endReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sla_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_pause" (
    "id" TEXT NOT NULL,
    "clockId" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "stopsClock" BOOLEAN NOT NULL DEFAULT true,
    "byActor" TEXT NOT NULL,

    CONSTRAINT "sla_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_chain" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "calendarName" TEXT,
    "untilTaken" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "escalation_chain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_step" (
    "id" TEXT NOT NULL,
    "chainId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "trigger" JSONB NOT NULL,
    "targets" TEXT[],
    "windowFrom" TEXT,
    "windowTo" TEXT,
    "repeatSec" INTEGER,
    "repeatMax" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "escalation_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_run" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "clockId" TEXT,
    "reason" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3),
    "ackById" TEXT,
    "ackAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "escalation_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ping" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "target" TEXT NOT NULL,
    "staffId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "ping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_item" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "formula" TEXT NOT NULL,
    "priceFen" DECIMAL(12,4),
    "fixedFen" INTEGER,
    "validFrom" TEXT,
    "validTo" TEXT,

    CONSTRAINT "fee_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "feeItemId" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "amountFen" INTEGER NOT NULL,
    "paidFen" INTEGER NOT NULL DEFAULT 0,
    "payer" TEXT NOT NULL,
    "dueAt" TEXT,
    "state" TEXT NOT NULL,
    "computed" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "corpId" TEXT NOT NULL,
    "projectId" TEXT,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "action" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_job" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "import_job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "timer_dueAt_idx" ON "timer"("dueAt");

-- CreateIndex
CREATE INDEX "timer_conversationId_idx" ON "timer"("conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "timer_name_key_key" ON "timer"("name", "key");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_corpId_channel_account_userId_key" ON "conversation"("corpId", "channel", "account", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_item_key_key" ON "inbox_item"("key");

-- CreateIndex
CREATE INDEX "inbox_item_conversationId_seq_idx" ON "inbox_item"("conversationId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_item_key_key" ON "outbox_item"("key");

-- CreateIndex
CREATE INDEX "outbox_item_lane_seq_idx" ON "outbox_item"("lane", "seq");

-- CreateIndex
CREATE INDEX "outbox_item_platformId_idx" ON "outbox_item"("platformId");

-- CreateIndex
CREATE INDEX "send_pace_pace_sentAt_idx" ON "send_pace"("pace", "sentAt");

-- CreateIndex
CREATE INDEX "flow_version_flow_idx" ON "flow_version"("flow");

-- CreateIndex
CREATE INDEX "handoff_conversationId_idx" ON "handoff"("conversationId");

-- CreateIndex
CREATE INDEX "staff_card_subjectKind_subjectId_idx" ON "staff_card"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "media_file_state_nextAt_idx" ON "media_file"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "project_corpId_code_key" ON "project"("corpId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "building_projectId_code_key" ON "building"("projectId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "unit_buildingId_code_key" ON "unit"("buildingId", "code");

-- CreateIndex
CREATE INDEX "room_buildingId_idx" ON "room"("buildingId");

-- CreateIndex
CREATE UNIQUE INDEX "room_projectId_code_key" ON "room"("projectId", "code");

-- CreateIndex
CREATE INDEX "person_projectId_phoneHash_idx" ON "person"("projectId", "phoneHash");

-- CreateIndex
CREATE INDEX "person_projectId_idNoHash_idx" ON "person"("projectId", "idNoHash");

-- CreateIndex
CREATE INDEX "occupancy_roomId_idx" ON "occupancy"("roomId");

-- CreateIndex
CREATE INDEX "occupancy_personId_idx" ON "occupancy"("personId");

-- CreateIndex
CREATE INDEX "binding_corpId_externalUserId_idx" ON "binding"("corpId", "externalUserId");

-- CreateIndex
CREATE INDEX "binding_roomId_idx" ON "binding"("roomId");

-- CreateIndex
CREATE INDEX "binding_code_corpId_codeHash_idx" ON "binding_code"("corpId", "codeHash");

-- CreateIndex
CREATE INDEX "binding_attempt_corpId_externalUserId_at_idx" ON "binding_attempt"("corpId", "externalUserId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "team_projectId_name_key" ON "team"("projectId", "name");

-- CreateIndex
CREATE INDEX "staff_corpId_userId_idx" ON "staff"("corpId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "staff_projectId_userId_key" ON "staff"("projectId", "userId");

-- CreateIndex
CREATE INDEX "roster_shift_projectId_startAt_endAt_idx" ON "roster_shift"("projectId", "startAt", "endAt");

-- CreateIndex
CREATE UNIQUE INDEX "roster_shift_staffId_startAt_endAt_key" ON "roster_shift"("staffId", "startAt", "endAt");

-- CreateIndex
CREATE INDEX "ticket_conversationId_idx" ON "ticket"("conversationId");

-- CreateIndex
CREATE INDEX "ticket_reporterPersonId_idx" ON "ticket"("reporterPersonId");

-- CreateIndex
CREATE INDEX "ticket_assigneeId_state_idx" ON "ticket"("assigneeId", "state");

-- CreateIndex
CREATE INDEX "ticket_projectId_state_idx" ON "ticket"("projectId", "state");

-- CreateIndex
CREATE INDEX "ticket_projectId_createdAt_idx" ON "ticket"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "ticket_roomId_idx" ON "ticket"("roomId");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_projectId_number_key" ON "ticket"("projectId", "number");

-- CreateIndex
CREATE INDEX "ticket_follower_conversationId_idx" ON "ticket_follower"("conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_event_ticketId_seq_key" ON "ticket_event"("ticketId", "seq");

-- CreateIndex
CREATE INDEX "assignment_ticketId_idx" ON "assignment"("ticketId");

-- CreateIndex
CREATE INDEX "assignment_staffId_endedAt_idx" ON "assignment"("staffId", "endedAt");

-- CreateIndex
CREATE INDEX "assignment_staffId_offeredAt_idx" ON "assignment"("staffId", "offeredAt");

-- CreateIndex
CREATE INDEX "dispatch_decision_ticketId_idx" ON "dispatch_decision"("ticketId");

-- CreateIndex
CREATE UNIQUE INDEX "task_key_key" ON "task"("key");

-- CreateIndex
CREATE INDEX "task_projectId_state_idx" ON "task"("projectId", "state");

-- CreateIndex
CREATE INDEX "task_subjectKind_subjectId_idx" ON "task"("subjectKind", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "callback_ticketId_completion_key" ON "callback"("ticketId", "completion");

-- CreateIndex
CREATE UNIQUE INDEX "rating_ticketId_completion_key" ON "rating"("ticketId", "completion");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_projectId_name_version_key" ON "calendar"("projectId", "name", "version");

-- CreateIndex
CREATE INDEX "calendar_week_calendarId_idx" ON "calendar_week"("calendarId");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_day_calendarId_day_key" ON "calendar_day"("calendarId", "day");

-- CreateIndex
CREATE INDEX "sla_policy_projectId_idx" ON "sla_policy"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "sla_target_policyId_kind_key" ON "sla_target"("policyId", "kind");

-- CreateIndex
CREATE INDEX "sla_clock_subjectKind_subjectId_idx" ON "sla_clock"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "sla_clock_state_dueAt_idx" ON "sla_clock"("state", "dueAt");

-- CreateIndex
CREATE INDEX "sla_pause_clockId_idx" ON "sla_pause"("clockId");

-- CreateIndex
CREATE UNIQUE INDEX "escalation_chain_projectId_name_key" ON "escalation_chain"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "escalation_step_chainId_position_key" ON "escalation_step"("chainId", "position");

-- CreateIndex
CREATE INDEX "escalation_run_subjectKind_subjectId_idx" ON "escalation_run"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "escalation_run_clockId_idx" ON "escalation_run"("clockId");

-- CreateIndex
CREATE INDEX "escalation_run_state_nextAt_idx" ON "escalation_run"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "ping_key_key" ON "ping"("key");

-- CreateIndex
CREATE INDEX "ping_runId_idx" ON "ping"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "fee_item_projectId_code_key" ON "fee_item"("projectId", "code");

-- CreateIndex
CREATE INDEX "bill_projectId_state_idx" ON "bill"("projectId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "bill_roomId_feeItemId_period_key" ON "bill"("roomId", "feeItemId", "period");

-- CreateIndex
CREATE INDEX "audit_log_subjectKind_subjectId_idx" ON "audit_log"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "audit_log_projectId_at_idx" ON "audit_log"("projectId", "at");

-- AddForeignKey
ALTER TABLE "inbox_item" ADD CONSTRAINT "inbox_item_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say -----------------------------------------------------------------------

-- Open work is found without reading what is done.
CREATE INDEX "inbox_item_open" ON "inbox_item" ("readyAt") WHERE "doneAt" IS NULL;
CREATE INDEX "inbox_item_open_of" ON "inbox_item" ("conversationId", "seq") WHERE "doneAt" IS NULL;
CREATE INDEX "outbox_item_due" ON "outbox_item" ("nextAt") WHERE "state" IN ('queued', 'sending');
CREATE INDEX "outbox_item_open_of" ON "outbox_item" ("lane", "seq") WHERE "state" IN ('queued', 'sending', 'held');
CREATE INDEX "media_file_waiting" ON "media_file" ("nextAt") WHERE "state" = 'waiting';
CREATE INDEX "ticket_open" ON "ticket" ("projectId", "createdAt") WHERE "state" NOT IN ('CLOSED', 'CANCELLED', 'MERGED');

-- People say 501 where the plate says 0501.
CREATE INDEX "room_as_spoken" ON "room" ("projectId", (ltrim("number", '0')));

-- One of a kind at a time.
CREATE UNIQUE INDEX "sla_clock_one_running" ON "sla_clock" ("subjectKind", "subjectId", "kind") WHERE "state" IN ('running', 'paused');
CREATE UNIQUE INDEX "sla_pause_one_open" ON "sla_pause" ("clockId") WHERE "toAt" IS NULL;
CREATE UNIQUE INDEX "escalation_run_one_open" ON "escalation_run" ("subjectKind", "subjectId", "reason") WHERE "state" <> 'ended';
CREATE UNIQUE INDEX "binding_one_active" ON "binding" ("corpId", "channel", "externalUserId", "roomId") WHERE "status" = 'ACTIVE';
CREATE UNIQUE INDEX "binding_one_pending" ON "binding" ("corpId", "channel", "externalUserId", "roomId") WHERE "status" = 'PENDING';
CREATE UNIQUE INDEX "assignment_one_accepted" ON "assignment" ("ticketId") WHERE "acceptedAt" IS NOT NULL AND "endedAt" IS NULL;
CREATE UNIQUE INDEX "handoff_one_open" ON "handoff" ("conversationId") WHERE "state" IN ('requested', 'accepted');
CREATE UNIQUE INDEX "staff_user_any_case" ON "staff" ("projectId", lower("userId"));

-- Facts are never rewritten.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% keeps what happened: rows are added, never changed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER "audit_log_no_truncate" BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER "ticket_event_append_only" BEFORE UPDATE OR DELETE ON "ticket_event" FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER "ticket_event_no_truncate" BEFORE TRUNCATE ON "ticket_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Money is never negative, nobody pays more than is owed.
ALTER TABLE "bill" ADD CONSTRAINT "bill_money" CHECK ("amountFen" >= 0 AND "paidFen" >= 0 AND "paidFen" <= "amountFen");
ALTER TABLE "rating" ADD CONSTRAINT "rating_score" CHECK ("score" BETWEEN 1 AND 5);
