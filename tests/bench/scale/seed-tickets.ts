/** The tickets of a seeded year with their log, offers, followers, callbacks and scores. */
import type { CategoryRules } from '../../../src/desk/tickets/category-rules.ts'
import type { estateOf } from './seed-places.ts'
import { FIRST, NOW, PROJECT } from './seed-places.ts'

/** Of a hundred matters of an estate: mostly repairs, a few complaints and enquiries, hardly ever a danger. */
const SHARES: Readonly<Record<string, number>> = {
  'water.leak': 13,
  'water.blocked': 10,
  'water.fixture': 8,
  'power.trip': 7,
  'power.light': 9,
  'power.socket': 5,
  'door.lock': 5,
  'door.access': 5,
  'lift.stopped': 4,
  'wall.seep': 4,
  'weak.intercom': 3,
  'public.light': 5,
  'cleaning.rubbish': 4,
  'parking.gate': 3,
  'complaint.noise': 3,
  'complaint.staff': 1,
  'complaint.clean': 2,
  enquiry: 6,
  suggestion: 1,
  'service.install': 1,
  'hazard.trapped': 1,
}

const DAYS = 365

/**
 * `draft` is one row for each ticket with the moments of its life; the rest is written from it.
 * How likely: of 100 matters 86 are done and closed, 5 withdrawn, 2 merged; of 1000 older than a week 3 are still open.
 */
export function seedTickets(
  count: number,
  rules: CategoryRules,
  { rooms, technicians, teamSize }: ReturnType<typeof estateOf>,
): string[] {
  const leaves = Object.entries(SHARES).flatMap(([id, share]) => Array<string>(share).fill(id))
  const node = (id: string) => rules.byId.get(id)
  const list = (of: (id: string) => string) => `'{${leaves.map(of).join(',')}}'::text[]`
  const day = (salt: number) => `bench_random(i, ${salt})`
  return [
    `CREATE UNLOGGED TABLE draft AS
     SELECT i, leaf.category, leaf.kind, leaf.priority, leaf.visits, room, staff,
            'team' || ((staff - 1) / ${teamSize} + 1) AS team, at.created,
            at.created + make_interval(secs => 60 + 1500 * ${day(3)} ^ 4) AS accepted,
            at.created + make_interval(secs => 600 + 36000 * ${day(4)} ^ 2) AS arrived,
            at.created + make_interval(secs => 2400 + 260000 * ${day(5)} ^ 2) AS done,
            ${day(6)} AS fate, ${day(7)} < 0.05 AS again, ${day(8)} AS said, NULL::text AS state
       FROM generate_series(1, ${count}) AS i
      CROSS JOIN LATERAL (SELECT 1 + floor(100 * ${day(1)})::int AS pick,
        1 + floor(${rooms} * ${day(2)})::int AS room, 1 + floor(${technicians} * ${day(9)})::int AS staff) AS drawn
      CROSS JOIN LATERAL (SELECT (${list((id) => id)})[pick] AS category,
        (${list((id) => node(id)?.kind ?? '')})[pick] AS kind, (${list((id) => node(id)?.priority ?? '')})[pick] AS priority,
        (${list((id) => String(node(id)?.visit))})[pick]::boolean AS visits) AS leaf
      CROSS JOIN LATERAL (SELECT '${FIRST}'::timestamptz
        + make_interval(days => floor(${DAYS} * ((i - 0.5) / ${count} + 0.04 * sin(2 * pi() * (i - 0.5) / ${count})))::int)
        + make_interval(secs => 3600 * (7 + 15 * (${day(10)} + ${day(11)}) / 2)) AS created) AS at`,
    `UPDATE draft SET state = CASE WHEN fate < 0.05 THEN 'CANCELLED' WHEN fate < 0.07 THEN 'MERGED'
       WHEN done > '${NOW}'::timestamptz OR fate > 0.997 THEN
         CASE WHEN fate < 0.2 THEN 'ASSIGNED' WHEN fate < 0.3 THEN 'ON_HOLD' WHEN fate < 0.6 THEN 'ACCEPTED' ELSE 'IN_PROGRESS' END
       WHEN done > '${NOW}'::timestamptz - interval '1 day' THEN 'DONE'
       WHEN done > '${NOW}'::timestamptz - interval '4 days' THEN 'CONFIRMED' ELSE 'CLOSED' END`,
    `ALTER TABLE draft ADD COLUMN "isDone" boolean GENERATED ALWAYS AS (state IN ('DONE', 'CONFIRMED', 'CLOSED')) STORED`,
    `INSERT INTO ticket (id, "corpId", "projectId", number, kind, category, priority, state, channel, "conversationId",
       "reporterPersonId", "roomId", "roomCode", "buildingCode", place, description, "photoIds", "assigneeId", "teamId",
       completions, "reopenCount", "createdAt", "acceptedAt", "arrivedAt", "doneAt", "closedAt", "closeCode", version)
     SELECT 't' || lpad(i::text, 8, '0'), 'corp-1', '${PROJECT}', 'BX' || to_char(created, 'YYMMDD') || '-' || lpad(i::text, greatest(4, length(i::text)), '0'), d.kind, category, priority,
       state, 'kf', 'c' || room, 'p' || room, 'r' || room, r.code, split_part(r.code, '-', 1), r.code, '家里有点问题，麻烦来看一下，谢谢。',
       '{}', 's' || staff, team, CASE WHEN "isDone" THEN 1 + again::int ELSE 0 END, ("isDone" AND again)::int, created,
       accepted, CASE WHEN visits THEN arrived END, CASE WHEN "isDone" THEN done END,
       CASE WHEN state IN ('CLOSED', 'CANCELLED', 'MERGED') THEN done END, CASE WHEN fate > 0.996 AND "isDone" THEN 'forced' END, 8
       FROM draft d JOIN room r ON r.id = 'r' || room`,
    `INSERT INTO ticket_follower ("ticketId", "conversationId", "personId", "joinedAt")
     SELECT 't' || lpad(i::text, 8, '0'), 'c' || room, 'p' || room, created FROM draft`,
    events(`1, created, 'created', NULL, 'NEW', '{"set": {}}'::jsonb, true`),
    events(`2, created + interval '1 second', 'assigned', 'NEW', 'ASSIGNED', jsonb_build_object('name', '师傅' || staff,
      'mode', 'AUTO', 'set', jsonb_build_object('assigneeId', 's' || staff, 'teamId', team, 'acceptedAt', NULL)), true`),
    events(`3, accepted, 'accepted', 'ASSIGNED', 'ACCEPTED', '{"set": {}}'::jsonb, fate >= 0.07`),
    events(
      `4, arrived, 'arrived', 'ACCEPTED', 'ARRIVED', '{"set": {}}'::jsonb, "isDone" AND visits`,
    ),
    events(
      `5, done - interval '1 minute', 'started', 'ARRIVED', 'IN_PROGRESS', '{"set": {}}'::jsonb, "isDone"`,
    ),
    events(
      `6, CASE WHEN again THEN done - interval '3 hours' ELSE done END, 'finished', 'IN_PROGRESS', 'DONE', '{"set": {"completions": 1}}'::jsonb, "isDone"`,
    ),
    events(
      `7, done - interval '2 hours', 'reopened', 'DONE', 'REOPENED', '{"set": {"reopenCount": 1}}'::jsonb, "isDone" AND again`,
    ),
    events(
      `8, done, 'finished', 'IN_PROGRESS', 'DONE', '{"set": {"completions": 2}}'::jsonb, "isDone" AND again`,
    ),
    events(
      `9, done + interval '1 day', 'confirmed', 'DONE', 'CONFIRMED', '{"set": {}}'::jsonb, state IN ('CONFIRMED', 'CLOSED')`,
    ),
    events(
      `10, done + interval '4 days', 'closed', 'CONFIRMED', 'CLOSED', '{"set": {}}'::jsonb, state = 'CLOSED'`,
    ),
    `INSERT INTO assignment (id, "projectId", "ticketId", "staffId", mode, round, "offeredAt", "acceptedAt", "endedAt", outcome)
     SELECT 'a' || i, '${PROJECT}', 't' || lpad(i::text, 8, '0'), 's' || staff, 'AUTO', 1, created, accepted,
       CASE WHEN "isDone" OR fate < 0.07 THEN done END, CASE WHEN "isDone" THEN 'done' WHEN fate < 0.07 THEN 'cancelled' ELSE 'accepted' END FROM draft`,
    `INSERT INTO callback (id, "projectId", "ticketId", completion, "conversationId", "staffId", "staffName", state, outcome,
       "dueAt", "askedAt", "answeredAt", "personId", rule, skipped)
     SELECT 'k' || i, '${PROJECT}', 't' || lpad(i::text, 8, '0'), 1 + again::int, 'c' || room, 's' || staff, '师傅' || staff,
       CASE WHEN said > 0.4 THEN 'skipped' WHEN said < 0.25 THEN 'answered' ELSE 'task' END,
       CASE WHEN said < 0.25 THEN 'fixed' WHEN said < 0.4 THEN 'unreachable' END, done + interval '2 hours',
       CASE WHEN said <= 0.4 THEN done + interval '2 hours' END, CASE WHEN said < 0.25 THEN done + interval '5 hours' END,
       'p' || room, 'sample', CASE WHEN said > 0.4 THEN 'not-sampled' END FROM draft WHERE "isDone"`,
    `INSERT INTO rating (id, "projectId", "ticketId", completion, score, "staffId", "staffName", "submittedAt")
     SELECT 'g' || i, '${PROJECT}', 't' || lpad(i::text, 8, '0'), 1 + again::int, 5 - floor(5 * ${day(12)} ^ 3)::int, 's' || staff,
       '师傅' || staff, done + interval '5 hours' FROM draft WHERE "isDone" AND said < 0.2`,
  ]
}

/** `row`: seq, at, kind, from, to, payload and for which drafts. */
function events(row: string): string {
  return `INSERT INTO ticket_event (id, "ticketId", seq, at, "actorKind", kind, "fromState", "toState", payload)
    SELECT 'e' || i || '-' || seq, 't' || lpad(i::text, 8, '0'), seq, at, 'system', kind, "from", "to", payload
      FROM (SELECT i, v.* FROM draft CROSS JOIN LATERAL (SELECT ${row}) AS v(seq, at, kind, "from", "to", payload, happens)) AS e
     WHERE happens`
}
