/** What a project was given of the shipped promises: only so can be told what it never had from what it took out. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { QuietWork } from '../work.ts'
import type { ClockKind } from './rules.ts'
import { matchOf, type RulesPolicy, targetOf } from './seed-rows.ts'

/** Of the policy itself; else the kind of a clock. */
const ITSELF = ''

/** Keeps what the rules say now of everything not kept before; what was given first stays. */
export async function keepGiven(work: QuietWork, projectId: string): Promise<void> {
  const rows = work.rules.clocks.policies.flatMap((policy) =>
    Object.entries(shippedOf(policy)).map(([kind, given]) => ({
      ...{ projectId, policy: policy.name, kind, givenAt: work.now },
      given: JSON.stringify(given),
    })),
  )
  await work.tx
    .insertInto('sla_given')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function shippedOf(policy: RulesPolicy): Record<string, object> {
  const targets = Object.entries(policy.targets).map(([kind, target]) => [kind, targetOf(target)])
  return { [ITSELF]: matchOf(policy), ...Object.fromEntries(targets) }
}

/** Of one project. */
export interface Had {
  /** It has, or had, a policy of this name, or one of its clocks was counted by it. */
  policy(name: string): boolean
  target(name: string, kind: ClockKind): boolean
  /** By which values it was given; those of the rules where it was given before that was kept. */
  given(policy: RulesPolicy): ReadonlyMap<string, unknown>
}

/** The clocks are looked at only while there is a name that nothing else tells of. */
export async function readHad(work: QuietWork, projectId: string): Promise<Had> {
  const kept = await work.tx
    .selectFrom('sla_given')
    .select(['policy', 'kind', 'given'])
    .where('projectId', '=', projectId)
    .execute()
  const known = new Set(kept.map(({ policy, kind }) => `${policy}/${kind}`))
  const names = work.rules.clocks.policies.flatMap((policy) =>
    Object.keys(shippedOf(policy)).map((kind) => `${policy.name}/${kind}`),
  )
  const traces = names.every((name) => known.has(name)) ? [] : await tracesOf(work, projectId)
  for (const trace of traces) known.add(trace)
  return {
    policy: (name) => known.has(`${name}/${ITSELF}`),
    target: (name, kind) => known.has(`${name}/${kind}`),
    given(policy) {
      const own = kept.filter((row) => row.policy === policy.name)
      if (own.length > 0) return new Map(own.map(({ kind, given }) => [kind, given]))
      return new Map(
        Object.entries(shippedOf(policy)).filter(([kind]) => known.has(`${policy.name}/${kind}`)),
      )
    },
  }
}

/** Rows that stand there, also those whose time is over, and the policies of clocks. */
async function tracesOf({ tx }: QuietWork, projectId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string; kind: string }>`
    SELECT name, ${ITSELF} AS kind FROM sla_policy WHERE "projectId" = ${projectId}
    UNION SELECT p.name, t.kind FROM sla_policy p JOIN sla_target t ON t."policyId" = p.id
      WHERE p."projectId" = ${projectId}
    UNION SELECT "policySnapshot" ->> 'policy', kind FROM sla_clock WHERE "projectId" = ${projectId}
    UNION SELECT "policySnapshot" ->> 'policy', ${ITSELF} FROM sla_clock
      WHERE "projectId" = ${projectId}`.execute(tx)
  return rows.map(({ name, kind }) => `${name}/${kind}`)
}

/** Whether a policy stands as it was given: what it looks at, and every one of its targets. */
export async function isAsGiven(
  { tx }: QuietWork,
  policyId: string,
  given: ReadonlyMap<string, unknown>,
): Promise<boolean> {
  const row = await tx
    .selectFrom('sla_policy')
    .select(['kinds', 'categories', 'priorities', 'calendars', 'levels'])
    .where('id', '=', policyId)
    .executeTakeFirstOrThrow()
  const targets = await tx
    .selectFrom('sla_target')
    .leftJoin('escalation_chain', 'escalation_chain.id', 'sla_target.chainId')
    .select(['kind', 'targetSec', 'calendarMode', 'sla_target.calendarName', 'stopReasons'])
    .select(['warnAt', 'escalation_chain.name as chain'])
    .where('policyId', '=', policyId)
    .execute()
  const now = {
    [ITSELF]: row,
    ...Object.fromEntries(targets.map(({ kind, ...one }) => [kind, one])),
  }
  return isDeepStrictEqual(plain(now), plain(Object.fromEntries(given)))
}

/** As JSON keeps it, whatever came out of a row or a file. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
