/** Which promises hold for a matter: the first policy that fits, and its targets. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { storedMoment } from './durations.ts'
import type { PolicySnapshot } from './policy-snapshot.ts'
import type { ClockKind } from './rules.ts'
import { newestCalendar } from './stored-calendar.ts'

/** What a policy looks at. Categories are dotted paths: a policy for `water` holds for `water.leak`. */
export interface Match {
  readonly kind: string
  readonly category: string
  readonly priority: string
}

/** What is promised, per kind of clock, to be frozen on the clocks' rows; empty when no policy fits. */
export async function promisesFor(
  tx: Tx,
  {
    projectId,
    match,
    at,
  }: { readonly projectId: string; readonly match: Match; readonly at: Date },
): Promise<ReadonlyMap<ClockKind, PolicySnapshot>> {
  const policy = await fittingPolicy(tx, projectId, match, at)
  if (!policy) return new Map()
  const targets = await tx
    .selectFrom('sla_target')
    .selectAll()
    .where('policyId', '=', policy.id)
    .execute()
  const promises = new Map<ClockKind, PolicySnapshot>()
  for (const target of targets) {
    const calendar =
      target.calendarName === null ? null : await newestCalendar(tx, projectId, target.calendarName)
    promises.set(target.kind as ClockKind, {
      policyId: policy.id,
      policy: policy.name,
      targetSec: target.targetSec,
      calendarMode: target.calendarMode === 'always' ? 'always' : 'business',
      calendarName: target.calendarName,
      calendarId: calendar?.id ?? null,
      calendarVersion: calendar?.version ?? null,
      stopReasons: target.stopReasons,
      warnAt: storedMoment.array().parse(target.warnAt),
      chainId: target.chainId,
    })
  }
  return promises
}

async function fittingPolicy(tx: Tx, projectId: string, match: Match, at: Date) {
  return tx
    .selectFrom('sla_policy')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .where('validFrom', '<=', at)
    .where((where) => where.or([where('validTo', 'is', null), where('validTo', '>', at)]))
    .where(sql<SqlBool>`(kinds = '{}' OR ${match.kind} = ANY (kinds))`)
    .where(sql<SqlBool>`(priorities = '{}' OR ${match.priority} = ANY (priorities))`)
    .where(
      sql<SqlBool>`(categories = '{}' OR categories && ${withParents(match.category)}::text[])`,
    )
    .orderBy('position')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** `a.b.c` → a, a.b, a.b.c. */
function withParents(category: string): string[] {
  const parts = category.split('.')
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'))
}
