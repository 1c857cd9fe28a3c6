import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export type AibotExchange = {
    /**
     * The stream's id.
     */
    id: string;
    corpId: string;
    conversationId: string;
    /**
     * Of the inbox item that asked.
     */
    key: string;
    /**
     * Long connection: what a reply has to repeat.
     */
    reqId: string | null;
    /**
     * Callback: one more message goes there within an hour. Sealed.
     */
    responseUrl: string | null;
    /**
     * What was said so far, sealed: a list of {key, text} or {key, fileId}.
     */
    said: string;
    /**
     * How many of them the platform has fetched or taken.
     */
    shown: Generated<number>;
    /**
     * open | finished
     */
    state: string;
    createdAt: Timestamp;
    urlUsedAt: Timestamp | null;
};
export type Assignment = {
    id: string;
    projectId: string;
    ticketId: string;
    staffId: string;
    /**
     * GRAB | AUTO | MANUAL | TRANSFER
     */
    mode: string;
    /**
     * Numbers the offers of one ticket; all cards of one grab share a round.
     */
    round: number;
    offeredAt: Timestamp;
    acceptedAt: Timestamp | null;
    arrivedAt: Timestamp | null;
    endedAt: Timestamp | null;
    /**
     * accepted | taken-by-other | timed-out | returned | transferred | done | cancelled | left
     */
    outcome: string | null;
    reason: string | null;
};
export type AuditLog = {
    id: string;
    seq: Generated<string>;
    at: Timestamp;
    corpId: string;
    projectId: string | null;
    actorKind: string;
    actorId: string | null;
    action: string;
    subjectKind: string;
    subjectId: string;
    detail: unknown;
};
export type Bill = {
    id: string;
    projectId: string;
    roomId: string;
    feeItemId: string;
    /**
     * "2026-10", "2026-Q3", "2026-H1" or "2026"
     */
    period: string;
    /**
     * The days charged of it, the last one not included; null is all.
     */
    fromDay: string | null;
    toDay: string | null;
    amountFen: number;
    paidFen: Generated<number>;
    /**
     * owner | tenant: who pays by contract
     */
    payer: string;
    /**
     * Who that was on the first day charged, where the register knows.
     */
    payerPersonId: string | null;
    dueAt: string | null;
    /**
     * DRAFT | UNPAID | PART_PAID | PAID | CANCELLED
     */
    state: string;
    /**
     * How it was computed, as the owner reads it.
     */
    computed: string;
    /**
     * The figures it was computed from.
     */
    details: unknown | null;
    /**
     * import | run: stated by a book, or made by the desk
     */
    source: Generated<string>;
    createdAt: Timestamp;
};
export type Binding = {
    id: string;
    corpId: string;
    projectId: string;
    channel: string;
    externalUserId: string;
    conversationId: string;
    /**
     * Filled when known: an application by a stranger has none until staff decide.
     */
    personId: string | null;
    roomId: string;
    relation: string;
    /**
     * CODE | APPLY | STAFF
     */
    source: string;
    /**
     * PENDING | ACTIVE | REJECTED | REVOKED | EXPIRED
     */
    status: string;
    claimedName: string | null;
    claimedPhoneEnc: string | null;
    claimedPhoneHash: string | null;
    claimedPhoneLast4: string | null;
    consentVersion: string | null;
    consentText: string | null;
    consentAt: Timestamp | null;
    requestedAt: Timestamp;
    decidedAt: Timestamp | null;
    decidedBy: string | null;
    revokedAt: Timestamp | null;
};
export type BindingAttempt = {
    id: string;
    corpId: string;
    externalUserId: string;
    at: Timestamp;
    ok: boolean;
};
export type BindingCode = {
    id: string;
    corpId: string;
    projectId: string;
    personId: string;
    roomId: string;
    relation: string;
    codeHash: string;
    issuedBy: string;
    issuedAt: Timestamp;
    expiresAt: Timestamp;
    usedAt: Timestamp | null;
    usedBy: string | null;
};
export type Building = {
    id: string;
    projectId: string;
    code: string;
    name: string;
    floorsAbove: number | null;
    hasLift: boolean | null;
};
export type Calendar = {
    id: string;
    projectId: string;
    name: string;
    tz: string;
    version: Generated<number>;
};
export type CalendarDay = {
    id: string;
    calendarId: string;
    day: string;
    /**
     * off | work
     */
    kind: string;
    label: string;
    asWeekday: number | null;
    source: string;
};
export type CalendarWeek = {
    id: string;
    calendarId: string;
    weekday: number;
    fromTime: string;
    toTime: string;
};
export type Callback = {
    id: string;
    projectId: string;
    ticketId: string;
    completion: number;
    conversationId: string | null;
    /**
     * Who did the work, as it was when it was finished: later changes credit nobody else.
     */
    staffId: string | null;
    staffName: string | null;
    /**
     * The call of an agent that stands in for an answer.
     */
    taskId: string | null;
    /**
     * planned | asked | answered | task | cancelled
     */
    state: string;
    /**
     * fixed | not-fixed | no-answer | unreachable
     */
    outcome: string | null;
    dueAt: Timestamp;
    askedAt: Timestamp | null;
    answeredAt: Timestamp | null;
};
export type ClockOffset = {
    id: string;
    offsetMs: number;
    updatedAt: Timestamp;
};
export type Contact = {
    corpId: string;
    /**
     * The steward's id in the directory, in small letters.
     */
    userId: string;
    externalUserId: string;
    name: string;
    /**
     * Of the code that was scanned.
     */
    state: string;
    tagIds: string[];
    addedAt: Timestamp;
    seenAt: Timestamp;
};
export type ContactTag = {
    corpId: string;
    id: string;
    groupName: string;
    name: string;
};
export type ContactWay = {
    /**
     * Comes back as `state` and `scene_param`.
     */
    id: string;
    corpId: string;
    projectId: string;
    /**
     * unit | room
     */
    scope: string;
    buildingCode: string;
    unitCode: string;
    roomId: string | null;
    /**
     * Whom a room's code binds; only while the person belongs to the room.
     */
    personId: string | null;
    relation: string | null;
    label: string;
    userId: string;
    madeBy: string;
    batchId: string;
    /**
     * ordered | ready | failed
     */
    state: string;
    wayId: string | null;
    qrUrl: string | null;
    chatUrl: string | null;
    createdAt: Timestamp;
    expiresAt: Timestamp | null;
    usedAt: Timestamp | null;
    usedBy: string | null;
};
export type Conversation = {
    /**
     * channel/corpId/account/userId
     */
    id: string;
    corpId: string;
    channel: string;
    account: string;
    userId: string;
    /**
     * The dialogue's session (runs, menus, drafts), sealed: people's words and phones are in it.
     */
    session: string | null;
    /**
     * bot | requested | human: who answers (dialogue.md D17).
     */
    handling: Generated<string>;
    turns: Generated<number>;
    lastTurnAt: Timestamp | null;
    createdAt: Timestamp;
};
export type CustomerGroup = {
    corpId: string;
    chatId: string;
    /**
     * The steward's id in the directory, in small letters.
     */
    ownerId: string;
    name: string;
    externalUserIds: string[];
    seenAt: Timestamp;
};
export type Department = {
    corpId: string;
    id: number;
    parentId: number;
    name: string;
};
export type DispatchDecision = {
    id: string;
    ticketId: string;
    at: Timestamp;
    mode: string;
    /**
     * [{staffId, name, weight, dropped?: reason}]
     */
    considered: unknown;
    chosen: string[];
    gap: boolean;
};
export type EscalationChain = {
    id: string;
    projectId: string;
    name: string;
    /**
     * The calendar times after the due time are counted in, by name; null counts round the clock.
     */
    calendarName: string | null;
    /**
     * Its last level repeats without an end, and nothing but somebody taking it stops it.
     */
    untilTaken: Generated<boolean>;
};
export type EscalationRun = {
    id: string;
    projectId: string;
    subjectKind: string;
    subjectId: string;
    clockId: string | null;
    /**
     * The clock's kind, or what else calls people: hazard.
     */
    reason: string;
    snapshot: unknown;
    startAt: Timestamp;
    dueAt: Timestamp | null;
    /**
     * Grows whenever the run stops, resumes or starts again.
     */
    epoch: Generated<number>;
    /**
     * running | paused | acknowledged | ended
     */
    state: string;
    /**
     * The step that comes next, and how often it has been repeated already.
     */
    step: Generated<number>;
    round: Generated<number>;
    /**
     * When that step is due; of an acknowledged run, when it begins again unless the matter moved.
     */
    nextAt: Timestamp | null;
    ackById: string | null;
    ackAt: Timestamp | null;
    endedAt: Timestamp | null;
    endReason: string | null;
    createdAt: Timestamp;
};
export type EscalationStep = {
    id: string;
    chainId: string;
    position: number;
    /**
     * 1 assignee, 2 team lead, 3 service centre, 4 manager
     */
    level: number;
    /**
     * {percent: 80} | {beforeSec: n} | {afterSec: n}: against the clock's target or due time
     */
    trigger: unknown;
    /**
     * assignee | lead | dispatcher | service-centre | manager | robot
     */
    targets: string[];
    /**
     * Only between these times of day; outside, it waits for the window to open.
     */
    windowFrom: string | null;
    windowTo: string | null;
    repeatSec: number | null;
    repeatMax: Generated<number>;
};
export type FeeAllocation = {
    paymentId: string;
    billId: string;
    amountFen: number;
    createdAt: Timestamp;
};
export type FeeItem = {
    id: string;
    projectId: string;
    code: string;
    name: string;
    /**
     * What it is for, where the name does not say: 物业费.
     */
    category: string | null;
    /**
     * periodic | one-off | metered | shared
     */
    kind: string;
    /**
     * How it is computed, for people: "建筑面积×单价".
     */
    formula: string;
    /**
     * Which formula of rules/fees.yaml computes it; null: no bill is made by itself.
     */
    rule: string | null;
    priceFen: string | null;
    /**
     * The surcharge beside a price, the amount where it is fixed, the whole to share; a month.
     */
    fixedFen: number | null;
    /**
     * month | quarter | half_year | year | on_demand: what one bill is for; null is a month.
     */
    billing: string | null;
    /**
     * prepaid | postpaid; null is prepaid, of meters postpaid.
     */
    payWhen: string | null;
    /**
     * The fewest months a person pays at once, as the book says.
     */
    payMonths: number | null;
    /**
     * owner | tenant: who pays by contract while there is one; null is the owner.
     */
    payer: string | null;
    validFrom: string | null;
    /**
     * The first day on which it is no longer charged.
     */
    validTo: string | null;
};
export type FeePayment = {
    id: string;
    projectId: string;
    /**
     * Room, fee item, days paid for and day of payment: the same row of a book is the same payment.
     */
    key: string;
    /**
     * As the book names them; the ids follow once the register knows them.
     */
    roomCode: string;
    itemName: string;
    roomId: string | null;
    feeItemId: string | null;
    fromDay: string;
    /**
     * The first day no longer paid for.
     */
    toDay: string;
    months: number | null;
    paidOn: string | null;
    /**
     * What the book says was owed.
     */
    dueFen: number | null;
    amountFen: number;
    allocatedFen: Generated<number>;
    /**
     * room_unknown | item_unknown | no_bill | settled: why something is left over; null when nothing is
     */
    reason: string | null;
    cashier: string | null;
    note: string | null;
    createdAt: Timestamp;
};
export type FlowVersion = {
    hash: string;
    flow: string;
    revision: number;
    compiled: unknown;
    publishedAt: Timestamp;
};
export type Handoff = {
    id: string;
    corpId: string;
    projectId: string | null;
    conversationId: string;
    queue: string;
    reason: string;
    summary: string;
    /**
     * requested | accepted | closed | expired
     */
    state: string;
    takenBy: string | null;
    requestedAt: Timestamp;
    acceptedAt: Timestamp | null;
    endedAt: Timestamp | null;
    /**
     * Under which whoever took it writes to the visitor of a web page: 回复2 …
     */
    replyNumber: number | null;
};
export type ImportJob = {
    id: string;
    projectId: string;
    file: string;
    sha256: string;
    summary: unknown;
    startedAt: Timestamp;
    finishedAt: Timestamp | null;
};
export type InboxItem = {
    id: string;
    seq: Generated<string>;
    corpId: string;
    conversationId: string;
    /**
     * Equal for every delivery of the same thing.
     */
    key: string;
    kind: string;
    /**
     * What was said or happened, sealed.
     */
    content: string;
    sentAt: Timestamp;
    receivedAt: Timestamp;
    /**
     * When the burst that ends with this item is ready, and the latest moment for a burst that begins with it.
     */
    readyAt: Timestamp;
    capAt: Timestamp;
    attempts: Generated<number>;
    lastError: string | null;
    turnId: string | null;
    doneAt: Timestamp | null;
    /**
     * done | failed | stale | silent: how it ended.
     */
    outcome: string | null;
};
export type KfAccount = {
    corpId: string;
    openKfId: string;
    projectId: string | null;
    /**
     * The app that may read and write on it, where a company has several.
     */
    agentId: string | null;
    cursor: Generated<string>;
    pulledAt: Timestamp | null;
    createdAt: Timestamp;
};
export type MediaFile = {
    id: string;
    corpId: string;
    conversationId: string | null;
    media: string;
    platformId: string | null;
    /**
     * waiting | stored | failed
     */
    state: string;
    storageKey: string | null;
    mime: string | null;
    bytes: number | null;
    sha256: string | null;
    failReason: string | null;
    attempts: Generated<number>;
    nextAt: Timestamp;
    createdAt: Timestamp;
    storedAt: Timestamp | null;
    /**
     * The platform's handle of our own upload, good for three days (wecom.md 8).
     */
    uploadedId: string | null;
    uploadedAt: Timestamp | null;
};
export type Notice = {
    id: string;
    corpId: string;
    projectId: string;
    kind: string;
    title: string;
    body: string;
    /**
     * Emergency repair: no lead time, no quiet hours.
     */
    urgent: boolean;
    /**
     * {parts: [{scope, …}], label}
     */
    audience: unknown;
    isWholeProject: boolean;
    /**
     * When the stop, the event begins and ends.
     */
    fromAt: Timestamp | null;
    untilAt: Timestamp | null;
    /**
     * IN_REVIEW | SCHEDULED | SENDING | SENT | PARTLY_FAILED | REJECTED | WITHDRAWN
     */
    state: string;
    writerId: string;
    deciderId: string | null;
    decidedAt: Timestamp | null;
    /**
     * When it is wanted to go to the stewards.
     */
    sendAt: Timestamp;
    startedAt: Timestamp | null;
    endedAt: Timestamp | null;
    createdAt: Timestamp;
};
export type NoticeRecipient = {
    id: string;
    noticeId: string;
    personId: string;
    roomId: string;
    buildingCode: string;
    externalUserId: string | null;
    taskId: string | null;
    /**
     * The group they are told in; null for those who are told alone.
     */
    groupId: string | null;
    /**
     * unsent | sent | not_customer | over_cap | no_contact | failed | cancelled
     */
    state: string;
    sentAt: Timestamp | null;
};
export type NoticeTask = {
    id: string;
    noticeId: string;
    userId: string;
    staffId: string | null;
    name: string;
    part: number;
    /**
     * Names of the groups it goes to; none when it goes to persons.
     */
    groups: Generated<string[]>;
    /**
     * ordered | waiting | sent | failed | cancelled
     */
    state: string;
    platformId: string | null;
    reminders: Generated<number>;
    createdAt: Timestamp;
    sentAt: Timestamp | null;
};
export type Occupancy = {
    id: string;
    projectId: string;
    personId: string;
    roomId: string;
    /**
     * owner | family | tenant | employee | temporary
     */
    relation: string;
    validFrom: string;
    /**
     * The first day on which it no longer holds.
     */
    validTo: string | null;
    canSeeFees: boolean;
    canPay: boolean;
    canVote: boolean;
    /**
     * import | apply: who wrote it. A later import ends only what an import began.
     */
    source: string;
    createdAt: Timestamp;
};
export type OutboxItem = {
    id: string;
    seq: Generated<string>;
    corpId: string;
    key: string;
    /**
     * Conversation id, or the robot's address: order holds inside a lane.
     */
    lane: string;
    address: unknown;
    /**
     * What is to be shown, sealed.
     */
    message: string;
    /**
     * reply | ask | notice | reminder | alert
     */
    purpose: string;
    /**
     * What it tells the news of: of notices that wait, only the newest is worth sending.
     */
    topic: string | null;
    /**
     * A single-use platform code that lets this message go beside the budget.
     */
    code: string | null;
    /**
     * Dropped unless it still holds when the message is sent: {runId, generation}.
     */
    guard: unknown | null;
    /**
     * planned | queued | sending | held | sent | merged | tasked | dropped | failed
     */
    state: string;
    /**
     * Why it is held, dropped or failed.
     */
    reason: string | null;
    attempts: Generated<number>;
    nextAt: Timestamp;
    claimedUntil: Timestamp | null;
    mergedIntoId: string | null;
    projectId: string | null;
    createdAt: Timestamp;
    sentAt: Timestamp | null;
    platformId: string | null;
    responseCode: string | null;
    platformCode: string | null;
};
export type Person = {
    id: string;
    corpId: string;
    projectId: string;
    name: string;
    gender: string | null;
    phoneEnc: string | null;
    phoneHash: string | null;
    phoneLast4: string | null;
    idNoEnc: string | null;
    idNoHash: string | null;
    createdAt: Timestamp;
    deletedAt: Timestamp | null;
};
export type Ping = {
    id: string;
    runId: string;
    /**
     * run:epoch:step:round:receiver
     */
    key: string;
    level: number;
    /**
     * assignee | lead | dispatcher | service-centre | manager | robot
     */
    target: string;
    staffId: string | null;
    at: Timestamp;
    /**
     * sent | gap
     */
    result: string;
    /**
     * What it was about, as people read it.
     */
    note: string | null;
};
export type Project = {
    id: string;
    corpId: string;
    code: string;
    name: string;
    address: string | null;
    servicePhone: string | null;
    emergencyPhone: string | null;
    calendarId: string | null;
    createdAt: Timestamp;
};
export type Rating = {
    id: string;
    projectId: string;
    ticketId: string;
    completion: number;
    score: number;
    reason: string | null;
    staffId: string | null;
    staffName: string | null;
    submittedAt: Timestamp;
};
export type RemoteOrder = {
    /**
     * Hash of the company and the act's key (run, step, visit or the flow's own key): the idempotency key that is sent.
     */
    id: string;
    corpId: string;
    projectId: string;
    /**
     * As the talk names it; the result says it again.
     */
    key: string;
    action: string;
    /**
     * What is sent, sealed.
     */
    payload: string;
    /**
     * Conversations that wait for the result.
     */
    waiters: string[];
    /**
     * queued | running | ok | failed | unknown
     */
    state: string;
    /**
     * What the talk was told; of failed and unknown ones too.
     */
    outcome: string | null;
    /**
     * Sealed.
     */
    result: string | null;
    /**
     * True from the first send until it is certain that nothing came of it.
     */
    maybeDone: Generated<boolean>;
    attempts: Generated<number>;
    timeoutMs: number;
    retryMax: number;
    backoffMs: number;
    retryFor: string[];
    lastError: string | null;
    /**
     * When it is due: the first try, the next one, or when a running one is given up for dead.
     */
    nextAt: Timestamp;
    createdAt: Timestamp;
    endedAt: Timestamp | null;
};
export type Room = {
    id: string;
    projectId: string;
    buildingId: string;
    unitId: string;
    /**
     * The room inside its unit: "501".
     */
    number: string;
    /**
     * What people say and type: "3-2-501".
     */
    code: string;
    floor: number | null;
    /**
     * residence | office | dormitory | shop | parking | storage
     */
    kind: string;
    layout: string | null;
    grossArea: string | null;
    innerArea: string | null;
    rentFen: number | null;
    status: string | null;
    handoverDate: string | null;
    feeStartDate: string | null;
};
export type RoomFee = {
    id: string;
    projectId: string;
    roomId: string;
    feeItemId: string;
    validFrom: string | null;
    /**
     * The first day on which it is no longer charged.
     */
    validTo: string | null;
};
export type RosterShift = {
    id: string;
    projectId: string;
    staffId: string;
    /**
     * duty | standby
     */
    kind: string;
    startAt: Timestamp;
    endAt: Timestamp;
};
export type SendBudget = {
    conversationId: string;
    lastInboundAt: Timestamp | null;
    /**
     * Sends since the person last wrote.
     */
    used: Generated<number>;
    /**
     * 0 new, 1 bot, 2 pool, 3 human, 4 ended (wecom.md 3.6).
     */
    serviceState: Generated<number>;
    updatedAt: Timestamp;
};
export type SendPace = {
    id: string;
    pace: string;
    sentAt: Timestamp;
};
export type SendPause = {
    /**
     * Channel, company and account: the beginning of the names of its lanes.
     */
    line: string;
    corpId: string;
    /**
     * The platform's code, or our own word.
     */
    code: string;
    since: Timestamp;
    probeAt: Timestamp;
    endedAt: Timestamp | null;
};
export type SlaClock = {
    id: string;
    projectId: string;
    subjectKind: string;
    subjectId: string;
    kind: string;
    policySnapshot: unknown;
    calendarVersion: number | null;
    startAt: Timestamp;
    targetSec: number;
    /**
     * running | paused | met | missed | cancelled
     */
    state: string;
    /**
     * Null while paused, and when the calendar has no hours.
     */
    dueAt: Timestamp | null;
    /**
     * The due time that passed, however late that was noticed.
     */
    breachedAt: Timestamp | null;
    metAt: Timestamp | null;
    elapsedSec: number | null;
    /**
     * Grows with every new target, pause and resumption: alarms of an older one do nothing.
     */
    generation: Generated<number>;
    replacesId: string | null;
    endReason: string | null;
    createdAt: Timestamp;
};
export type SlaPause = {
    id: string;
    clockId: string;
    fromAt: Timestamp;
    toAt: Timestamp | null;
    reason: string;
    /**
     * Whether this reason stops this clock; when not, the row only tells why it took so long.
     */
    stopsClock: Generated<boolean>;
    byActor: string;
};
export type SlaPolicy = {
    id: string;
    projectId: string;
    name: string;
    /**
     * Empty means any.
     */
    kinds: string[];
    categories: string[];
    priorities: string[];
    /**
     * The first match in this order holds.
     */
    position: number;
    validFrom: Timestamp;
    validTo: Timestamp | null;
};
export type SlaTarget = {
    id: string;
    policyId: string;
    /**
     * first_response | accept | arrive | next_update | resolve | …
     */
    kind: string;
    targetSec: number;
    /**
     * always | business
     */
    calendarMode: string;
    /**
     * The calendar a business clock counts in, by name: its newest version holds when the clock starts.
     */
    calendarName: string | null;
    /**
     * Pause reasons that stop this clock.
     */
    stopReasons: string[];
    /**
     * [{percent} | {beforeSec}]
     */
    warnAt: unknown;
    chainId: string | null;
};
export type SpentToken = {
    hash: string;
    /**
     * From then on the token itself is refused as late.
     */
    keepUntil: Timestamp;
};
export type Staff = {
    id: string;
    corpId: string;
    projectId: string;
    /**
     * The member's id in the company directory, case kept as given, compared without case.
     */
    userId: string;
    name: string;
    phoneEnc: string | null;
    phoneHash: string | null;
    phoneLast4: string | null;
    roles: string[];
    skills: string[];
    /**
     * Building codes; empty means all.
     */
    areas: string[];
    teamId: string | null;
    maxOpen: number | null;
    createdAt: Timestamp;
    leftAt: Timestamp | null;
    /**
     * Who said so: the directory takes back only what it said itself. Null: the book.
     */
    leftBy: string | null;
    /**
     * When the directory first knew them; it says nothing about people it never knew.
     */
    linkedAt: Timestamp | null;
    /**
     * Since when the directory misses them while a person decides whether that is a mistake.
     */
    missingAt: Timestamp | null;
    /**
     * When the directory was asked for what changed this row last: an answer to an older question is no news.
     */
    toldAt: Timestamp | null;
    /**
     * Of the directory.
     */
    departmentIds: Generated<number[]>;
};
export type StaffCard = {
    taskId: string;
    corpId: string;
    conversationId: string;
    staffId: string;
    subjectKind: string;
    subjectId: string;
    responseCode: string | null;
    codeUsedAt: Timestamp | null;
    /**
     * open | closed
     */
    state: string;
    closedText: string | null;
    /**
     * A form as it was shown, sealed: greying it means showing it again. Null for cards with buttons.
     */
    form: string | null;
    createdAt: Timestamp;
};
export type Task = {
    id: string;
    corpId: string;
    projectId: string;
    /**
     * call-owner | decide-binding | recovery | handoff | unreached | unsure | dispatch |
     * approve-notice | notice-calls | staff-missing
     */
    kind: string;
    /**
     * Given once per cause.
     */
    key: string;
    /**
     * What the words of its kind speak of: number, place, reason …
     */
    values: unknown;
    subjectKind: string | null;
    subjectId: string | null;
    conversationId: string | null;
    role: string;
    /**
     * Whose staff is asked first, when the matter is about one building.
     */
    buildingCode: string | null;
    /**
     * Who is not asked: nobody approves what they wrote themselves.
     */
    exceptStaffId: string | null;
    /**
     * open | taken | done | cancelled
     */
    state: string;
    takenById: string | null;
    dueAt: Timestamp | null;
    createdAt: Timestamp;
    takenAt: Timestamp | null;
    doneAt: Timestamp | null;
    outcome: string | null;
    note: string | null;
};
export type Team = {
    id: string;
    projectId: string;
    name: string;
    leadId: string | null;
};
export type Ticket = {
    id: string;
    corpId: string;
    projectId: string;
    number: string;
    /**
     * repair | complaint | enquiry | help | suggestion | praise | service
     */
    kind: string;
    category: string;
    /**
     * urgent | high | normal | low
     */
    priority: string;
    state: string;
    /**
     * Where ON_HOLD returns to.
     */
    heldFrom: string | null;
    holdReason: string | null;
    /**
     * The day ('YYYY-MM-DD') on which work is expected to go on.
     */
    holdUntil: string | null;
    /**
     * kf | app | phone
     */
    channel: string;
    conversationId: string | null;
    reporterPersonId: string | null;
    reporterName: string | null;
    contactPhoneEnc: string | null;
    contactPhoneHash: string | null;
    contactPhoneLast4: string | null;
    loggedByStaffId: string | null;
    /**
     * Who answers for it from the first word to the owner's acceptance: never changed by a transfer.
     */
    firstResponderId: string | null;
    roomId: string | null;
    /**
     * As they read when it was reported: dispatch by area and search by room use these.
     */
    roomCode: string | null;
    buildingCode: string | null;
    place: string;
    description: string;
    apptStart: Timestamp | null;
    apptEnd: Timestamp | null;
    apptText: string | null;
    photoIds: string[];
    assigneeId: string | null;
    teamId: string | null;
    reopenCount: Generated<number>;
    /**
     * Counts completions: one callback each.
     */
    completions: Generated<number>;
    finishNote: string | null;
    closeCode: string | null;
    createdAt: Timestamp;
    acceptedAt: Timestamp | null;
    arrivedAt: Timestamp | null;
    doneAt: Timestamp | null;
    confirmedAt: Timestamp | null;
    closedAt: Timestamp | null;
    /**
     * When it was last opened again; dispatch begins afresh from there.
     */
    reopenedAt: Timestamp | null;
    version: Generated<number>;
};
export type TicketEvent = {
    id: string;
    ticketId: string;
    seq: number;
    at: Timestamp;
    actorKind: string;
    actorId: string | null;
    kind: string;
    fromState: string | null;
    toState: string | null;
    payload: unknown;
};
export type TicketFollower = {
    ticketId: string;
    conversationId: string;
    personId: string | null;
    joinedAt: Timestamp;
};
export type TicketNumber = {
    projectId: string;
    prefix: string;
    day: string;
    last: number;
};
export type Timer = {
    id: string;
    name: string;
    key: string;
    dueAt: Timestamp;
    /**
     * Grows with every re-arming; a handler that finds another generation does nothing.
     */
    generation: Generated<number>;
    payload: unknown;
    conversationId: string | null;
    attempts: Generated<number>;
    lastError: string | null;
    createdAt: Timestamp;
};
export type TokenCache = {
    /**
     * corpId/name of the secret
     */
    id: string;
    token: string;
    version: Generated<number>;
    expiresAt: Timestamp;
    refreshUntil: Timestamp | null;
    fetchedAt: Timestamp | null;
};
export type Unit = {
    id: string;
    projectId: string;
    buildingId: string;
    code: string;
};
export type WebMessage = {
    id: string;
    corpId: string;
    conversationId: string;
    /**
     * Place in the conversation, from 1 without gaps: the id of the event a page resumes from.
     */
    place: number;
    /**
     * Equal for every delivery of the same thing.
     */
    key: string;
    /**
     * visitor | desk
     */
    author: string;
    /**
     * What is shown, sealed.
     */
    content: string;
    /**
     * The picture in it: this conversation may open it.
     */
    fileId: string | null;
    createdAt: Timestamp;
};
export type WebSession = {
    id: string;
    tokenHash: string;
    corpId: string;
    /**
     * staff or owner.
     */
    kind: string;
    /**
     * Of staff the id in the company directory, of an owner the conversation.
     */
    holder: string;
    createdAt: Timestamp;
    seenAt: Timestamp;
    expiresAt: Timestamp;
};
export type WecomSighting = {
    corpId: string;
    agentId: string;
    what: string;
    count: number;
    lastAt: Timestamp;
};
export type Tables = {
    aibot_exchange: AibotExchange;
    assignment: Assignment;
    audit_log: AuditLog;
    bill: Bill;
    binding: Binding;
    binding_attempt: BindingAttempt;
    binding_code: BindingCode;
    building: Building;
    calendar: Calendar;
    calendar_day: CalendarDay;
    calendar_week: CalendarWeek;
    callback: Callback;
    clock_offset: ClockOffset;
    contact: Contact;
    contact_tag: ContactTag;
    contact_way: ContactWay;
    conversation: Conversation;
    customer_group: CustomerGroup;
    department: Department;
    dispatch_decision: DispatchDecision;
    escalation_chain: EscalationChain;
    escalation_run: EscalationRun;
    escalation_step: EscalationStep;
    fee_allocation: FeeAllocation;
    fee_item: FeeItem;
    fee_payment: FeePayment;
    flow_version: FlowVersion;
    handoff: Handoff;
    import_job: ImportJob;
    inbox_item: InboxItem;
    kf_account: KfAccount;
    media_file: MediaFile;
    notice: Notice;
    notice_recipient: NoticeRecipient;
    notice_task: NoticeTask;
    occupancy: Occupancy;
    outbox_item: OutboxItem;
    person: Person;
    ping: Ping;
    project: Project;
    rating: Rating;
    remote_order: RemoteOrder;
    room: Room;
    room_fee: RoomFee;
    roster_shift: RosterShift;
    send_budget: SendBudget;
    send_pace: SendPace;
    send_pause: SendPause;
    sla_clock: SlaClock;
    sla_pause: SlaPause;
    sla_policy: SlaPolicy;
    sla_target: SlaTarget;
    spent_token: SpentToken;
    staff: Staff;
    staff_card: StaffCard;
    task: Task;
    team: Team;
    ticket: Ticket;
    ticket_event: TicketEvent;
    ticket_follower: TicketFollower;
    ticket_number: TicketNumber;
    timer: Timer;
    token_cache: TokenCache;
    unit: Unit;
    web_message: WebMessage;
    web_session: WebSession;
    wecom_sighting: WecomSighting;
};
