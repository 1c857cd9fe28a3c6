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
     * import | run | ticket: stated by a book, made by the desk, or for work on a ticket
     */
    source: Generated<string>;
    createdAt: Timestamp;
    /**
     * The ticket it is for: one bill each.
     */
    ticketId: string | null;
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
export type BotPause = {
    id: string;
    corpId: string;
    projectId: string;
    reason: string;
    byStaffId: string;
    startedAt: Timestamp;
    /**
     * When it ends by itself; null: when somebody says so.
     */
    until: Timestamp | null;
    endedAt: Timestamp | null;
    /**
     * Null when it ended by itself.
     */
    endedById: string | null;
};
export type Building = {
    id: string;
    projectId: string;
    code: string;
    name: string;
    floorsAbove: number | null;
    hasLift: boolean | null;
    /**
     * Degrees, as the maps of AMap and Tencent give them (GCJ-02), which is what WeChat sends.
     */
    latitude: number | null;
    longitude: number | null;
    /**
     * 竣工验收 and 交付, 'YYYY-MM-DD': from when the developer's warranty counts (rules/warranty.yaml).
     */
    completionDate: string | null;
    deliveryDate: string | null;
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
    /**
     * Of the file of rules/holidays or of the import it stands in.
     */
    fileYear: number | null;
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
     * planned | asked | answered | task | skipped
     */
    state: string;
    /**
     * fixed | not-fixed | dissatisfied | refused | unreachable | no-answer; the last three are never satisfaction.
     */
    outcome: string | null;
    dueAt: Timestamp;
    askedAt: Timestamp | null;
    answeredAt: Timestamp | null;
    /**
     * Whoever reported it: one person is asked only so often.
     */
    personId: string | null;
    /**
     * Why they are asked, or not: urgent | complaint | paid | category | sample.
     */
    rule: Generated<string>;
    /**
     * Why nobody is asked: never | not-sampled | asked-lately. Null while somebody is.
     */
    skipped: string | null;
    /**
     * Of a rule with a share: whether this one was drawn.
     */
    sampled: boolean | null;
    /**
     * chat | call: how the answer is sought.
     */
    channel: string | null;
    /**
     * Calls nobody answered.
     */
    attempts: Generated<number>;
    /**
     * What an agent heard, and who.
     */
    note: string | null;
    byStaffId: string | null;
};
export type CategoryNode = {
    /**
     * Permanent: tickets keep it. A dot parts it from what stands above.
     */
    id: string;
    kind: string;
    name: string;
    /**
     * Names from the root down.
     */
    path: string;
    /**
     * Ids from the root down to itself: what it is counted under.
     */
    line: string[];
    /**
     * A danger to people.
     */
    hazard: Generated<boolean>;
    /**
     * For how long "not fixed" reopens the same ticket, and a new one of the same room counts as a repeat.
     */
    reopenDays: number;
};
export type Certificate = {
    id: string;
    projectId: string;
    staffId: string;
    /**
     * As rules/staff.yaml names it: electrician …
     */
    kind: string;
    number: string | null;
    /**
     * The last day on which it is valid; null is for ever.
     */
    validTo: string | null;
    createdAt: Timestamp;
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
export type Contractor = {
    id: string;
    projectId: string;
    name: string;
    /**
     * maintenance | developer
     */
    kind: Generated<string>;
    /**
     * Whom to ask for, and under which number, which may be a private one.
     */
    contact: string | null;
    phoneEnc: string | null;
    phoneHash: string | null;
    phoneLast4: string | null;
    /**
     * Of rows an earlier release wrote, until a start has sealed it.
     */
    phone: string | null;
    createdAt: Timestamp;
};
export type ContractorAgreement = {
    id: string;
    projectId: string;
    contractorId: string;
    number: string;
    /**
     * Trades; empty means any work.
     */
    skills: string[];
    validFrom: string | null;
    /**
     * The last day on which it holds; null is for ever.
     */
    validTo: string | null;
    createdAt: Timestamp;
};
export type ContractorOrder = {
    id: string;
    projectId: string;
    ticketId: string;
    contractorId: string;
    agreementId: string | null;
    /**
     * Of the contractor's people, who has it in chat; null: the firm is phoned, and somebody of the house follows it.
     */
    staffId: string | null;
    reason: string;
    /**
     * given | accepted | arrived | checking | done | returned | withdrawn
     */
    state: string;
    byStaffId: string | null;
    givenAt: Timestamp;
    acceptedAt: Timestamp | null;
    arrivedAt: Timestamp | null;
    /**
     * When a developer said that it is mended: the house looks at it before the owner is asked.
     */
    mendedAt: Timestamp | null;
    endedAt: Timestamp | null;
    /**
     * Why it came back or was taken back.
     */
    note: string | null;
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
     * Hashes of the flow versions its session keeps to, each with the time (ms since 1970) until when, or null while a
     * run stands in it. No value for a session older than this column.
     */
    versionPins: unknown | null;
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
     * [{staffId, name, weight, dropped?: reason, despite?: reason}]
     */
    considered: unknown;
    chosen: string[];
    gap: boolean;
};
export type DutySwitch = {
    id: string;
    projectId: string;
    staffId: string;
    seq: Generated<string>;
    /**
     * on | off | busy
     */
    state: string;
    startAt: Timestamp;
    endAt: Timestamp;
    setById: string;
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
     * running | paused | acknowledged | snoozed | ended
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
    /**
     * When whoever has taken it was last heard of, and since when a question to them is unanswered.
     */
    heardAt: Timestamp | null;
    askedAt: Timestamp | null;
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
     * assignee | lead | dispatcher | service-centre | manager | robot | duty | standby | duty:<role> | standby:<role>
     */
    targets: string[];
    /**
     * Only between these times of day; outside, it waits for the window to open.
     */
    windowFrom: string | null;
    windowTo: string | null;
    repeatSec: number | null;
    repeatMax: Generated<number>;
    /**
     * How often whoever has taken it is asked whether they still have it, and how long an answer may take.
     */
    askEverySec: number | null;
    askWaitSec: number | null;
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
    /**
     * Since when no new run starts from it; null while it is live (dialogue.md D13).
     */
    retiredAt: Timestamp | null;
    /**
     * The version that its waiting runs go on with, where a newer one carries them on.
     */
    carriedTo: string | null;
};
export type FormPost = {
    /**
     * Given to the form when it was shown; with the id of who was shown it.
     */
    key: string;
    subjectId: string | null;
    createdAt: Timestamp;
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
export type HandoverWords = {
    id: string;
    projectId: string;
    staffId: string;
    /**
     * Sealed: it may name residents.
     */
    text: string;
    createdAt: Timestamp;
};
export type HolidayYear = {
    id: string;
    year: number;
    file: unknown;
    createdAt: Timestamp;
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
export type LocalAdmin = {
    id: string;
    /**
     * scrypt, with its parameters and its salt; never the password itself.
     */
    passwordHash: string;
    madeAt: Timestamp;
    /**
     * Tries since the last log-in.
     */
    tries: Generated<number>;
    lockedUntil: Timestamp | null;
};
export type LoopBeat = {
    loop: string;
    beatAt: Timestamp;
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
export type MissedPing = {
    /**
     * Of the ping.
     */
    key: string;
    /**
     * Why it was not called out at its time: quiet | outage
     */
    why: Generated<string>;
    /**
     * The summary that told it, as long as it can be acted on from there; null until then.
     */
    summaryId: string | null;
    /**
     * A member's id, `ask:` and the id of a member who is asked whether they still have it, or `robot:` and a project's.
     */
    receiver: string;
    projectId: string;
    runId: string;
    /**
     * warn | assignee | other | robot | still
     */
    kind: string;
    values: unknown;
    at: Timestamp;
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
export type OwnerNews = {
    id: string;
    projectId: string;
    ticketId: string;
    /**
     * Counts the news of the ticket from 1.
     */
    seq: number;
    /**
     * A name in flows/_text/tickets.zh-CN.yaml.
     */
    words: string;
    /**
     * accept | arrive | resolve | complaint_reply | complaint_plan | complaint_result | resume; null when nothing is due next.
     */
    promise: string | null;
    /**
     * The time they were told.
     */
    by: Timestamp | null;
    /**
     * How often this promise was put off.
     */
    delays: Generated<number>;
    toldAt: Timestamp;
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
     * sent | discreet | gap | asked
     */
    result: string;
    /**
     * What it was about, as people read it.
     */
    note: string | null;
};
export type PriceItem = {
    id: string;
    projectId: string;
    code: string;
    name: string;
    /**
     * 个, 米, 小时 …
     */
    unit: string;
    /**
     * material | labour | visit
     */
    kind: string;
    priceFen: number;
    /**
     * How long it is mended for nothing when it fails again.
     */
    warrantyDays: number | null;
    validFrom: string | null;
    /**
     * The first day on which it is no longer offered.
     */
    validTo: string | null;
};
export type Problem = {
    id: string;
    corpId: string;
    projectId: string;
    /**
     * Leaf and place: one record of a key is open at a time.
     */
    key: string;
    category: string;
    roomId: string | null;
    buildingCode: string | null;
    place: string;
    /**
     * The days within which so many counted.
     */
    windowDays: number;
    /**
     * open | closed
     */
    state: string;
    openedAt: Timestamp;
    rootCause: string | null;
    action: string | null;
    closedAt: Timestamp | null;
    closedByStaffId: string | null;
};
export type ProblemTicket = {
    ticketId: string;
    problemId: string;
    at: Timestamp;
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
    /**
     * 竣工验收 and 交付 of the estate as a whole, 'YYYY-MM-DD': from when the warranty of its grounds counts.
     */
    completionDate: string | null;
    deliveryDate: string | null;
    createdAt: Timestamp;
};
export type Quote = {
    id: string;
    projectId: string;
    ticketId: string;
    /**
     * Counts the quotes of the ticket from 1.
     */
    seq: number;
    staffId: string;
    staffName: string;
    /**
     * As they were offered (src/desk/quotes/quote-lines.ts): never changed.
     */
    lines: unknown;
    totalFen: number;
    /**
     * open | agreed | refused | withdrawn | expired | replaced | over
     */
    state: string;
    /**
     * The chat that is asked; null when an agent phones.
     */
    conversationId: string | null;
    quotedAt: Timestamp;
    validUntil: Timestamp;
    answeredAt: Timestamp | null;
    /**
     * The platform's id of the message that answered: the signature.
     */
    messageId: string | null;
    /**
     * Who answered.
     */
    personId: string | null;
    reason: string | null;
    /**
     * Of an answer by phone: who was on it, and who heard it.
     */
    heardFrom: string | null;
    heardByStaffId: string | null;
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
    /**
     * How soon somebody came, and how they behaved; `score` is about the result. 1 to 5.
     */
    speed: number | null;
    service: number | null;
    /**
     * When the owner last changed it.
     */
    editedAt: Timestamp | null;
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
export type RosterOverride = {
    id: string;
    projectId: string;
    seq: Generated<string>;
    /**
     * add | remove | replace
     */
    action: string;
    /**
     * Who is taken off.
     */
    staffId: string | null;
    /**
     * Who is put on: in their place, or beside the others.
     */
    byStaffId: string | null;
    /**
     * duty | standby, of `add`; who replaces takes over what there is.
     */
    kind: string;
    startAt: Timestamp;
    endAt: Timestamp;
    reason: string | null;
    /**
     * The swap it comes from.
     */
    swapId: string | null;
    createdById: string | null;
    createdAt: Timestamp;
    cancelledAt: Timestamp | null;
};
export type RosterPattern = {
    id: string;
    projectId: string;
    name: string;
    /**
     * duty | standby
     */
    kind: string;
    /**
     * 1 Monday … 7 Sunday
     */
    weekdays: number[];
    /**
     * "HH:MM". Equal to the end: 24 hours; after it: overnight, and the night belongs to the day it starts on.
     */
    startTime: string;
    endTime: string;
    /**
     * any | workdays | holidays: whatever the calendar says; as it says, with make-up days; on statutory days only
     */
    days: string;
    /**
     * Who works it, in the order of their turns.
     */
    staffIds: string[];
    /**
     * Everybody of this team works it, or takes turns in it.
     */
    teamId: string | null;
    /**
     * As of a shift.
     */
    areas: string[];
    validFrom: string;
    /**
     * The first day on which it no longer holds.
     */
    validTo: string | null;
    /**
     * none | daily | weekly: how long one person's turn is
     */
    turns: string;
    /**
     * So many days or weeks.
     */
    turnLength: Generated<number>;
    /**
     * When one hands over to the next, "HH:MM".
     */
    handoverTime: string;
    /**
     * The day whose hand-over begins the turn of `anchorId`: turns are counted from a person, not from a place.
     */
    anchorDay: string;
    anchorId: string | null;
    createdAt: Timestamp;
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
    /**
     * What it covers: buildings ("3") or units ("3-2"); empty means what its person covers anyway.
     */
    areas: Generated<string[]>;
};
export type RosterSwap = {
    id: string;
    corpId: string;
    projectId: string;
    fromStaffId: string;
    toStaffId: string;
    startAt: Timestamp;
    endAt: Timestamp;
    /**
     * One of the two: the other one answers.
     */
    askedById: string;
    /**
     * What is worked for it the other way round.
     */
    backStartAt: Timestamp | null;
    backEndAt: Timestamp | null;
    /**
     * REQUESTED | AGREED | APPROVED | DECLINED | REJECTED | EXPIRED | WITHDRAWN
     */
    state: string;
    agreedAt: Timestamp | null;
    decidedById: string | null;
    decidedAt: Timestamp | null;
    createdAt: Timestamp;
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
export type SlaGiven = {
    projectId: string;
    policy: string;
    /**
     * Of clock; empty for what the policy looks at.
     */
    kind: string;
    given: unknown;
    givenAt: Timestamp;
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
     * always, business: what the category says of its hours.
     */
    calendars: Generated<string[]>;
    /**
     * general, major, grave: of complaints, how grave they are.
     */
    levels: Generated<string[]>;
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
    /**
     * Who stands in for them on leave, unless the leave names somebody else.
     */
    replacementId: string | null;
    /**
     * own | contractor: 自有, 外包
     */
    kind: Generated<string>;
    /**
     * Whose people they are, of a contractor's.
     */
    contractorId: string | null;
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
export type StaffLeave = {
    id: string;
    corpId: string;
    projectId: string;
    staffId: string;
    startAt: Timestamp;
    endAt: Timestamp;
    reason: string | null;
    replacementId: string | null;
    /**
     * REQUESTED | APPROVED | REJECTED | WITHDRAWN
     */
    state: string;
    decidedById: string | null;
    decidedAt: Timestamp | null;
    createdAt: Timestamp;
};
export type TalkEvent = {
    id: Generated<string>;
    corpId: string;
    projectId: string;
    channel: string;
    /**
     * To the minute.
     */
    at: Timestamp;
    kind: string;
    /**
     * Keyed hash of the run's id.
     */
    run: string | null;
    flow: string | null;
    /**
     * The content hash of the flow's version.
     */
    version: string | null;
    step: string | null;
    slot: string | null;
    /**
     * An outcome, an index, names of commands: never words of people.
     */
    detail: string | null;
    /**
     * Row of the precedence table.
     */
    p: string | null;
};
export type Task = {
    id: string;
    corpId: string;
    projectId: string;
    /**
     * call-owner | decide-binding | recovery | handoff | unreached | unsure | dispatch |
     * approve-notice | notice-calls | staff-missing | quote-consent
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
    /**
     * What the leaf and the words of the report made it: one of the priorities.
     */
    urgency: string | null;
    /**
     * home | unit | frail | building | estate: whom it touches.
     */
    impact: string | null;
    /**
     * What only its kind has (src/desk/tickets/details.ts), for views to read.
     */
    details: Generated<unknown>;
    /**
     * Of a complaint: the staff it is about, who are kept out of it.
     */
    againstIds: Generated<string[]>;
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
     * kf | web | app | phone
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
    /**
     * How often the agreed window was changed.
     */
    apptChanges: Generated<number>;
    /**
     * Where whoever came said they were, as the phone or they themselves named it.
     */
    arrivedPlace: string | null;
    /**
     * How far that is from the matter's known place, in metres.
     */
    arrivedMetres: number | null;
    /**
     * When the time of arrival was written down, where it was said later.
     */
    arrivedEnteredAt: Timestamp | null;
    /**
     * By file: {kind: arrival | before | after, staffId, at, place}; null when there are none.
     */
    sitePhotos: unknown | null;
    /**
     * Fen whoever may pay for the room agreed to, when, and the platform's id of the message that said so: null for a
     * consent by phone, which the quote has.
     */
    quoteFen: number | null;
    consentAt: Timestamp | null;
    consentMsgId: string | null;
    /**
     * property | owner | maintenance | developer_warranty | unsettled; null: who pays for its category as a rule.
     */
    payer: string | null;
    /**
     * Who confirmed that it is done, and the message that did; both null when silence did.
     */
    confirmedBy: string | null;
    confirmMsgId: string | null;
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
    /**
     * Of what an owner's message caused: the platform's id of it.
     */
    msgId: string | null;
};
export type TicketFollower = {
    ticketId: string;
    conversationId: string;
    personId: string | null;
    joinedAt: Timestamp;
    /**
     * The ticket they reported or joined, which was merged into this one; null for who reported or joined this one.
     */
    viaTicketId: string | null;
};
export type TicketHelper = {
    id: string;
    projectId: string;
    ticketId: string;
    staffId: string;
    /**
     * Who called them in.
     */
    byStaffId: string;
    /**
     * The trade that was asked for; null for somebody called by name.
     */
    skill: string | null;
    /**
     * What for, in the caller's words.
     */
    words: string;
    calledAt: Timestamp;
    acceptedAt: Timestamp | null;
    endedAt: Timestamp | null;
    /**
     * declined | no-answer | done | sent-off | took-over | over | left
     */
    outcome: string | null;
};
export type TicketNumber = {
    projectId: string;
    prefix: string;
    day: string;
    last: number;
};
export type TicketRelation = {
    id: string;
    projectId: string;
    /**
     * DUPLICATE | RELATED | SPLIT | BLOCKS
     */
    type: string;
    fromId: string;
    toId: string;
    at: Timestamp;
    byKind: string;
    byId: string | null;
    endedAt: Timestamp | null;
    endedByKind: string | null;
    endedById: string | null;
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
export type UnmatchedSentence = {
    id: string;
    corpId: string;
    projectId: string;
    /**
     * Keyed hash of the conversation's id: so that it goes when the message is taken back.
     */
    talk: string;
    at: Timestamp;
    flow: string | null;
    step: string | null;
    isQuestion: boolean;
    text: string;
};
export type VisitProposal = {
    id: string;
    projectId: string;
    ticketId: string;
    staffId: string;
    staffName: string;
    /**
     * "2026-11-22T09:00/11:00"
     */
    text: string;
    startAt: Timestamp;
    endAt: Timestamp;
    proposedAt: Timestamp;
    /**
     * open | agreed | declined | replaced
     */
    state: string;
    answeredAt: Timestamp | null;
    /**
     * The platform's id of the message that answered.
     */
    messageId: string | null;
};
export type WatchFinding = {
    /**
     * loops | alarms | steps | queue
     */
    kind: string;
    since: Timestamp;
    toldAt: Timestamp;
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
     * staff, admin or owner.
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
export type WorkLine = {
    id: string;
    projectId: string;
    ticketId: string;
    seq: number;
    /**
     * material | labour | visit
     */
    kind: string;
    /**
     * Of the price list; null for a line of one's own.
     */
    code: string | null;
    name: string;
    unit: string;
    /**
     * Hundredths of a unit.
     */
    quantity: number;
    priceFen: number;
    amountFen: number;
    reason: string | null;
    warrantyDays: number | null;
    staffId: string;
    statedAt: Timestamp;
};
export type Tables = {
    aibot_exchange: AibotExchange;
    assignment: Assignment;
    audit_log: AuditLog;
    bill: Bill;
    binding: Binding;
    binding_attempt: BindingAttempt;
    binding_code: BindingCode;
    bot_pause: BotPause;
    building: Building;
    calendar: Calendar;
    calendar_day: CalendarDay;
    calendar_week: CalendarWeek;
    callback: Callback;
    category_node: CategoryNode;
    certificate: Certificate;
    clock_offset: ClockOffset;
    contact: Contact;
    contact_tag: ContactTag;
    contact_way: ContactWay;
    contractor: Contractor;
    contractor_agreement: ContractorAgreement;
    contractor_order: ContractorOrder;
    conversation: Conversation;
    customer_group: CustomerGroup;
    department: Department;
    dispatch_decision: DispatchDecision;
    duty_switch: DutySwitch;
    escalation_chain: EscalationChain;
    escalation_run: EscalationRun;
    escalation_step: EscalationStep;
    fee_allocation: FeeAllocation;
    fee_item: FeeItem;
    fee_payment: FeePayment;
    flow_version: FlowVersion;
    form_post: FormPost;
    handoff: Handoff;
    handover_words: HandoverWords;
    holiday_year: HolidayYear;
    import_job: ImportJob;
    inbox_item: InboxItem;
    kf_account: KfAccount;
    local_admin: LocalAdmin;
    loop_beat: LoopBeat;
    media_file: MediaFile;
    missed_ping: MissedPing;
    notice: Notice;
    notice_recipient: NoticeRecipient;
    notice_task: NoticeTask;
    occupancy: Occupancy;
    outbox_item: OutboxItem;
    owner_news: OwnerNews;
    person: Person;
    ping: Ping;
    price_item: PriceItem;
    problem: Problem;
    problem_ticket: ProblemTicket;
    project: Project;
    quote: Quote;
    rating: Rating;
    remote_order: RemoteOrder;
    room: Room;
    room_fee: RoomFee;
    roster_override: RosterOverride;
    roster_pattern: RosterPattern;
    roster_shift: RosterShift;
    roster_swap: RosterSwap;
    send_budget: SendBudget;
    send_pace: SendPace;
    send_pause: SendPause;
    sla_clock: SlaClock;
    sla_given: SlaGiven;
    sla_pause: SlaPause;
    sla_policy: SlaPolicy;
    sla_target: SlaTarget;
    spent_token: SpentToken;
    staff: Staff;
    staff_card: StaffCard;
    staff_leave: StaffLeave;
    talk_event: TalkEvent;
    task: Task;
    team: Team;
    ticket: Ticket;
    ticket_event: TicketEvent;
    ticket_follower: TicketFollower;
    ticket_helper: TicketHelper;
    ticket_number: TicketNumber;
    ticket_relation: TicketRelation;
    timer: Timer;
    token_cache: TokenCache;
    unit: Unit;
    unmatched_sentence: UnmatchedSentence;
    visit_proposal: VisitProposal;
    watch_finding: WatchFinding;
    web_message: WebMessage;
    web_session: WebSession;
    wecom_sighting: WecomSighting;
    work_line: WorkLine;
};
