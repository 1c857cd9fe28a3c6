/** The estate of a seeded year: rooms, their owners and chats, teams, staff on duty, certificates, bills. */

/** Monday morning after the year, in the zone of the estate: the moment everything is measured at. */
export const NOW = '2026-11-02T10:00:00+08:00'
/** The year runs from here to the evening before. */
export const FIRST = '2025-11-02T00:00:00+08:00'
export const MONTH = '2026-10'
export const PROJECT = 'scale'

/** How large an estate reports so many matters a year: 25 a room (with its public places), 1500 a technician. */
export function estateOf(tickets: number) {
  return {
    rooms: Math.max(100, Math.ceil(tickets / 25)),
    roomsOfBuilding: 200,
    technicians: Math.max(12, Math.ceil(tickets / 1500)),
    teamSize: 12,
  }
}

type Estate = ReturnType<typeof estateOf>

/** A uniform number of [0, 1), the same for the same two numbers on every machine. */
export const RANDOM = `CREATE FUNCTION bench_random(n bigint, salt int) RETURNS float8 LANGUAGE sql
  IMMUTABLE PARALLEL SAFE RETURN (hashint8extended(n, salt) & 1073741823)::float8 / 1073741824`

export function seedPlaces({ rooms, roomsOfBuilding, technicians, teamSize }: Estate): string[] {
  const building = `((i - 1) / ${roomsOfBuilding} + 1)`
  const inBuilding = `((i - 1) % ${roomsOfBuilding})`
  const allRooms = `generate_series(1, ${rooms}) AS i`
  const allStaff = `generate_series(1, ${technicians}) AS i`
  return [
    `INSERT INTO project (id, "corpId", code, name, "createdAt")
     VALUES ('${PROJECT}', 'corp-1', 'P1', '规模', '${FIRST}')`,
    `INSERT INTO building (id, "projectId", code, name)
     SELECT 'b' || i, '${PROJECT}', i::text, i || '栋'
       FROM generate_series(1, ${Math.ceil(rooms / roomsOfBuilding)}) AS i`,
    `INSERT INTO unit (id, "projectId", "buildingId", code)
     SELECT 'u' || i || '-' || u, '${PROJECT}', 'b' || i, u::text
       FROM generate_series(1, ${Math.ceil(rooms / roomsOfBuilding)}) AS i, generate_series(1, 2) AS u`,
    `INSERT INTO room (id, "projectId", "buildingId", "unitId", number, code, floor, kind)
     SELECT 'r' || i, '${PROJECT}', 'b' || ${building}, 'u' || ${building} || '-' || (${inBuilding} % 2 + 1),
            (${inBuilding} / 2 + 1)::text, ${building} || '-' || (${inBuilding} % 2 + 1) || '-' || (${inBuilding} / 2 + 1),
            ${inBuilding} / 8 + 1, 'residence' FROM ${allRooms}`,
    `INSERT INTO person (id, "corpId", "projectId", name, "createdAt")
     SELECT 'p' || i, 'corp-1', '${PROJECT}', '业主' || i, '${FIRST}' FROM ${allRooms}`,
    `INSERT INTO conversation (id, "corpId", channel, account, "userId", "createdAt")
     SELECT 'c' || i, 'corp-1', 'wecom-kf', 'kf-1', 'user' || i, '${FIRST}' FROM ${allRooms}`,
    `INSERT INTO occupancy (id, "projectId", "personId", "roomId", relation, "validFrom", "canSeeFees", "canPay",
                            "canVote", source, "createdAt")
     SELECT 'o' || i, '${PROJECT}', 'p' || i, 'r' || i, 'owner', '2020-01-01', true, true, true, 'import', '${FIRST}'
       FROM ${allRooms}`,
    `INSERT INTO binding (id, "corpId", "projectId", channel, "externalUserId", "conversationId", "personId", "roomId",
                          relation, source, status, "requestedAt", "decidedAt")
     SELECT 'bi' || i, 'corp-1', '${PROJECT}', 'wecom-kf', 'user' || i, 'c' || i, 'p' || i, 'r' || i, 'owner', 'STAFF',
            'ACTIVE', '${FIRST}', '${FIRST}' FROM ${allRooms}`,
    `INSERT INTO team (id, "projectId", name)
     SELECT 'team' || i, '${PROJECT}', '维修' || i || '班' FROM generate_series(1, ${Math.ceil(technicians / teamSize)}) AS i`,
    `INSERT INTO staff (id, "corpId", "projectId", "userId", name, roles, skills, areas, "teamId", "createdAt")
     SELECT 's' || i, 'corp-1', '${PROJECT}', 'staff' || i, '师傅' || i, '{technician}',
            '{plumbing_power,masonry,low_voltage,lift}', '{}', 'team' || ((i - 1) / ${teamSize} + 1), '${FIRST}'
       FROM ${allStaff}`,
    `INSERT INTO staff (id, "corpId", "projectId", "userId", name, roles, skills, areas, "createdAt")
     VALUES ('manager', 'corp-1', '${PROJECT}', 'manager', '经理', '{manager}', '{}', '{}', '${FIRST}')`,
    `INSERT INTO roster_shift (id, "projectId", "staffId", kind, "startAt", "endAt")
     SELECT 'h' || i, '${PROJECT}', 's' || i, 'duty', '2026-11-02T08:00:00+08:00', '2026-11-02T20:00:00+08:00'
       FROM ${allStaff}`,
    `INSERT INTO certificate (id, "projectId", "staffId", kind, "validTo", "createdAt")
     SELECT 'ce' || i, '${PROJECT}', 's' || i, 'electrician', '2026-' || lpad((10 + i % 3)::text, 2, '0') || '-20', '${FIRST}'
       FROM ${allStaff}`,
    `INSERT INTO fee_item (id, "projectId", code, name, kind, formula)
     VALUES ('f1', '${PROJECT}', 'F1', '物业费', 'periodic', '建筑面积×单价')`,
    `INSERT INTO bill (id, "projectId", "roomId", "feeItemId", period, "amountFen", "paidFen", payer, "dueAt", state,
                       computed, "createdAt")
     SELECT 'bl' || i || '-' || m, '${PROJECT}', 'r' || i, 'f1', to_char(month, 'YYYY-MM'), amount,
            CASE WHEN isPaid THEN amount ELSE 0 END, 'owner', to_char(month, 'YYYY-MM-28'),
            CASE WHEN isPaid THEN 'PAID' ELSE 'UNPAID' END, '', month
       FROM ${allRooms}, generate_series(0, 11) AS m
      CROSS JOIN LATERAL (SELECT '${FIRST}'::timestamptz + make_interval(months => m) AS month,
        (12000 + 18000 * bench_random(i, 41))::int AS amount, bench_random(i * 12 + m, 42) < 0.9 AS isPaid) AS v`,
    `INSERT INTO fee_payment (id, "projectId", key, "roomCode", "itemName", "roomId", "feeItemId", "fromDay", "toDay",
                              "paidOn", "amountFen", "allocatedFen", "createdAt")
     SELECT 'pay' || b.id, '${PROJECT}', b.id, b."roomId", '物业费', b."roomId", 'f1', b.period || '-01', b.period || '-28',
            b.period || '-15', b."amountFen", b."amountFen", b."createdAt" FROM bill b WHERE b.state = 'PAID'`,
    `INSERT INTO fee_allocation ("paymentId", "billId", "amountFen", "createdAt")
     SELECT 'pay' || b.id, b.id, b."amountFen", b."createdAt" FROM bill b WHERE b.state = 'PAID'`,
  ]
}
