/** Which promises hold for a matter: the first policy that fits, and its targets. */
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Tables } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { storedMoment } from './durations.ts'
import type { PolicySnapshot } from './policy-snapshot.ts'
import type { ClockKind } from './rules.ts'

/** What a policy looks at. */
export interface Match {
  readonly kind: string
  /** The node of the tree and all above it: a policy for one of them holds. */
  readonly categories: readonly string[]
  /** Whether such a matter is promised night and day (`always`) or in working hours (`business`). */
  readonly calendar: 'always' | 'business'
  readonly priority: string
  /** How grave a complaint is; null for other matters, which no policy with levels fits. */
  readonly level?: string | null
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
    .leftJoinLateral(newestCalendarOf(projectId), (join) => join.onTrue())
    .selectAll()
    .where('policyId', '=', policy.id)
    .execute()
  const promises = new Map<ClockKind, PolicySnapshot>()
  for (const target of targets) {
    promises.set(target.kind as ClockKind, {
      policyId: policy.id,
      policy: policy.name,
      targetSec: target.targetSec,
      calendarMode: target.calendarMode === 'always' ? 'always' : 'business',
      calendarName: target.calendarName,
      calendarId: target.calendarId,
      calendarVersion: target.calendarVersion,
      stopReasons: target.stopReasons,
      warnAt: storedMoment.array().parse(target.warnAt),
      chainId: target.chainId,
    })
  }
  return promises
}

/** Of each target's calendar, as `newestCalendar` answers it. */
function newestCalendarOf(projectId: string) {
  return ({ selectFrom }: ExpressionBuilder<Tables, 'sla_target'>) =>
    selectFrom('calendar')
      .select(['calendar.id as calendarId', 'calendar.version as calendarVersion'])
      .where('calendar.projectId', '=', projectId)
      .whereRef('calendar.name', '=', 'sla_target.calendarName')
      .orderBy('calendar.version', 'desc')
      .limit(1)
      .as('newest')
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
    .where(sql<SqlBool>`(calendars = '{}' OR ${match.calendar} = ANY (calendars))`)
    .where(sql<SqlBool>`(levels = '{}' OR ${match.level ?? null}::text = ANY (levels))`)
    .where(sql<SqlBool>`(categories = '{}' OR categories && ${[...match.categories]}::text[])`)
    .orderBy('position')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}
