/** An estate of so many homes with its stewards and their customers, and what a notice to all of it must come to. */

export const PROJECT = 'town'
export const CORP = 'corp-1'
/** The notice is written now. */
export const NOW = '2026-11-23T09:30:00+08:00'
const HOMES_OF_BUILDING = 200
const BUILDINGS_OF_STEWARD = 5
/** As many as rules/notices.yaml allows in a month. */
const EARLIER = 20

/** Everything about a home follows from its number. */
function homeOf(i: number) {
  const building = Math.ceil(i / HOMES_OF_BUILDING)
  return {
    /** Two of a family, or two homes of one owner: both are told by one message. */
    account: i % 500 === 11 || (i % 1000 === 1 && i > 1) ? i - 1 : i,
    isBound: i % 100 !== 3,
    isCustomer: i % 100 !== 4,
    isFull: i % 1000 === 7,
    isInGroup: building % 5 === 2,
  }
}

/** How many homes end in each state, counted home by home and without the desk. */
export function expectedOf(homes: number): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let i = 1; i <= homes; i++) {
    const state = stateOf(homeOf(i))
    counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}

function stateOf({ account, isBound, isCustomer, isFull, isInGroup }: ReturnType<typeof homeOf>) {
  if (!isBound) return 'no_contact'
  if (isInGroup) return 'sent'
  if (!isCustomer) return 'no_contact'
  if (isFull) return 'over_cap'
  return isUnknown(account) ? 'not_customer' : answerTo(account)
}

/** Deleted the steward meanwhile: the platform says so when the task is made. */
export function isUnknown(account: number): boolean {
  return account % 100 === 50
}

/** What the platform says of everybody else when the task was sent. */
export function answerTo(account: number): 'sent' | 'not_customer' | 'over_cap' {
  if (account % 100 === 20) return 'not_customer'
  return account % 200 === 30 ? 'over_cap' : 'sent'
}

const ACCOUNT = `CASE WHEN i % 500 = 11 OR (i % 1000 = 1 AND i > 1) THEN i - 1 ELSE i END`
const BUILDING = `((i - 1) / ${HOMES_OF_BUILDING} + 1)`
const STEWARD = `((${BUILDING} - 1) / ${BUILDINGS_OF_STEWARD} + 1)`
const AT = '2026-01-01T00:00:00Z'

/** The statements that write it. */
export function seedHomes(homes: number): string[] {
  const buildings = Math.ceil(homes / HOMES_OF_BUILDING)
  const stewards = Math.ceil(buildings / BUILDINGS_OF_STEWARD)
  const everyHome = `generate_series(1, ${homes}) AS i`
  const inBuilding = `((i - 1) % ${HOMES_OF_BUILDING})`
  return [
    `INSERT INTO project (id, "corpId", code, name, "createdAt") VALUES ('${PROJECT}', '${CORP}', 'P1', '城', '${AT}')`,
    `INSERT INTO building (id, "projectId", code, name)
     SELECT 'b' || i, '${PROJECT}', i::text, i || '栋' FROM generate_series(1, ${buildings}) AS i`,
    `INSERT INTO unit (id, "projectId", "buildingId", code)
     SELECT 'u' || i, '${PROJECT}', 'b' || i, '1' FROM generate_series(1, ${buildings}) AS i`,
    `INSERT INTO room (id, "projectId", "buildingId", "unitId", number, code, kind)
     SELECT 'r' || i, '${PROJECT}', 'b' || ${BUILDING}, 'u' || ${BUILDING}, (${inBuilding} + 101)::text,
            ${BUILDING} || '-1-' || (${inBuilding} + 101), 'residence' FROM ${everyHome}`,
    `INSERT INTO person (id, "corpId", "projectId", name, "phoneLast4", "createdAt")
     SELECT 'p' || i, '${CORP}', '${PROJECT}', '业主' || i, lpad((i % 10000)::text, 4, '0'), '${AT}' FROM ${everyHome}`,
    occupancy(`'o' || i, 'p' || i, 'r' || i FROM ${everyHome}`),
    // A second home elsewhere: one person still, told once, by the first of them.
    occupancy(
      `'w' || i, 'p' || i, 'r' || least(i + 37, ${homes}) FROM ${everyHome} WHERE i % 20 = 5`,
    ),
    `INSERT INTO binding (id, "corpId", "projectId", channel, "externalUserId", "conversationId", "personId", "roomId",
                          relation, source, status, "requestedAt", "decidedAt")
     SELECT 'bi' || i, '${CORP}', '${PROJECT}', 'wecom-kf', 'wm' || (${ACCOUNT}), 'c' || (${ACCOUNT}), 'p' || i, 'r' || i,
            'owner', 'STAFF', 'ACTIVE', '${AT}', '${AT}' FROM ${everyHome} WHERE i % 100 <> 3`,
    staff(`'agent', 'agent', '客服', '{agent}'::text[], '{}'::text[]`),
    staff(`'manager', 'manager', '经理', '{manager}'::text[], '{}'::text[]`),
    staff(`'s' || i, 'steward' || i, '管家' || i, '{steward}'::text[],
      (SELECT array_agg(b::text) FROM generate_series((i - 1) * ${BUILDINGS_OF_STEWARD} + 1, i * ${BUILDINGS_OF_STEWARD}) AS b)
      FROM generate_series(1, ${stewards}) AS i`),
    `INSERT INTO roster_shift (id, "projectId", "staffId", kind, "startAt", "endAt")
     SELECT 'h' || id, '${PROJECT}', id, 'duty', '2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z' FROM staff`,
    `INSERT INTO contact ("corpId", "userId", "externalUserId", name, state, "tagIds", "addedAt", "seenAt")
     SELECT DISTINCT '${CORP}', 'steward' || ${STEWARD}, 'wm' || (${ACCOUNT}), '客户', '', '{}'::text[],
            '${AT}'::timestamptz, '${AT}'::timestamptz FROM ${everyHome} WHERE i % 100 NOT IN (3, 4)`,
    `INSERT INTO customer_group ("corpId", "chatId", "ownerId", name, "externalUserIds", "seenAt")
     SELECT '${CORP}', 'wr' || ${BUILDING}, min('steward' || ${STEWARD}), ${BUILDING} || '栋业主群',
            array_agg(DISTINCT 'wm' || (${ACCOUNT})), '${AT}'
       FROM ${everyHome} WHERE ${BUILDING} % 5 = 2 AND i % 100 <> 3 GROUP BY ${BUILDING}`,
    `INSERT INTO notice (id, "corpId", "projectId", kind, title, body, urgent, audience, "isWholeProject", state,
                         "writerId", "sendAt", "startedAt", "endedAt", "createdAt")
     SELECT 'old' || n, '${CORP}', '${PROJECT}', 'other', '旧', '旧', false, '{"parts": [], "label": ""}', false, 'SENT',
            'agent', at, at, at, at FROM generate_series(1, ${EARLIER}) AS n, (SELECT '2026-11-10T10:00+08:00'::timestamptz AS at) AS t`,
    `INSERT INTO notice_recipient (id, "noticeId", "personId", "roomId", "buildingCode", "externalUserId", state)
     SELECT 'old' || n || '-' || i, 'old' || n, 'p' || i, 'r' || i, (${BUILDING})::text, 'wm' || i, 'sent'
       FROM generate_series(1, ${EARLIER}) AS n, ${everyHome} WHERE i % 1000 = 7`,
    'VACUUM ANALYZE',
  ]
}

function occupancy(rows: string): string {
  return `INSERT INTO occupancy (id, "personId", "roomId", "projectId", relation, "validFrom", "canSeeFees", "canPay",
                                 "canVote", source, "createdAt")
    SELECT v.id, v.person, v.room, '${PROJECT}', 'owner', '2020-01-01', true, true, true, 'import', '${AT}'
      FROM (SELECT ${rows}) AS v(id, person, room)`
}

function staff(rows: string): string {
  return `INSERT INTO staff (id, "userId", name, roles, areas, "corpId", "projectId", skills, "createdAt")
    SELECT v.*, '${CORP}', '${PROJECT}', '{}', '${AT}' FROM (SELECT ${rows}) AS v`
}
