/** Four promises for each ticket of a seeded year, the alarms of those that run, the ladders of those that are late. */
import { NOW, PROJECT } from './seed-places.ts'

/** How many seconds each promise has: accept, first response, coming, mending. About one in twenty is broken. */
const PROMISES = [
  ['accept', 900, 'accepted'],
  // Taking it is the first answer.
  ['first_response', 900, 'accepted'],
  ['arrive', 32_400, 'arrived'],
  ['resolve', 120_000, 'done'],
] as const

/** Of the running promises that are over one in five was not noticed, its alarm lost: what the watchman's sweep looks for. */
const LOST = 0.2

export function seedClocks(): string[] {
  return [
    ...PROMISES.map(([kind, seconds, metAt]) => clocks(kind, seconds, metAt)),
    `INSERT INTO timer (id, name, key, "dueAt", generation, payload, "createdAt")
     SELECT 'tm' || c.id, 'clocks.due', c.id || ':1', greatest(c."dueAt", '${NOW}'::timestamptz), 1,
            jsonb_build_object('clockId', c.id), c."createdAt"
       FROM sla_clock c WHERE c.state = 'running' AND (c."breachedAt" IS NOT NULL OR c."dueAt" > '${NOW}')`,
    `INSERT INTO escalation_run (id, "projectId", "subjectKind", "subjectId", "clockId", reason, snapshot, "startAt", "dueAt",
       state, "nextAt", "endedAt", "endReason", "createdAt")
     SELECT 'x' || c.id, '${PROJECT}', 'ticket', c."subjectId", c.id, c.kind, '{}'::jsonb, c."startAt", c."dueAt",
       CASE WHEN c.state = 'running' THEN 'running' ELSE 'ended' END,
       CASE WHEN c.state = 'running' THEN '${NOW}'::timestamptz + interval '1 hour' END, c."metAt", 'met', c."startAt"
       FROM sla_clock c WHERE c."breachedAt" IS NOT NULL AND c.kind <> 'first_response'`,
    `INSERT INTO escalation_run (id, "projectId", "subjectKind", "subjectId", reason, snapshot, "startAt", "dueAt", state,
       "ackAt", "endedAt", "endReason", "createdAt")
     SELECT 'xh' || i, '${PROJECT}', 'ticket', 't' || lpad(i::text, 8, '0'), 'hazard', '{}'::jsonb, created, created, 'ended',
       created + interval '1 minute', done, 'done', created FROM draft WHERE category LIKE 'hazard%'`,
  ]
}

function clocks(kind: string, seconds: number, metAt: string): string {
  return `INSERT INTO sla_clock (id, "projectId", "subjectKind", "subjectId", kind, "policySnapshot", "startAt", "targetSec",
      state, "dueAt", "breachedAt", "metAt", "elapsedSec", "createdAt")
    SELECT 'q' || i || '-${kind}', '${PROJECT}', 'ticket', 't' || lpad(i::text, 8, '0'), '${kind}',
      '{"warnAt": [], "chain": null, "calendar": "always", "stopReasons": ["waiting_owner"], "targetSec": ${seconds}}'::jsonb,
      created, ${seconds}, verdict, due, CASE WHEN (verdict = 'met' AND met > due) OR (verdict = 'running' AND due < '${NOW}' AND bench_random(i, 21) >= ${LOST}) THEN due END,
      CASE WHEN verdict = 'met' THEN met END, CASE WHEN verdict = 'met' THEN extract(epoch FROM met - created)::int END, created
      FROM draft CROSS JOIN LATERAL (SELECT ${metAt} AS met, created + interval '${seconds} seconds' AS due) AS v
     CROSS JOIN LATERAL (SELECT CASE WHEN fate < 0.07 THEN 'cancelled' WHEN "isDone" OR met < '${NOW}' THEN 'met' ELSE 'running' END AS verdict) AS w`
}
