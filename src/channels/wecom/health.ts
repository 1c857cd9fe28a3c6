/** How the line to the platform is: what an operator looks at when people say that nobody answers. */
import { sql } from 'kysely'
import type { Database } from '../../database/open-database.ts'
import type { RefusalClass } from '../channel.ts'
import { tokenKey } from './api/token.ts'
import { meaningOf } from './error-classes.ts'
import type { AppSettings } from './open-apps.ts'
import type { Sighting } from './sightings.ts'
import { readSightings } from './stores/sighting-rows.ts'

export interface WecomHealth {
  readonly apps: readonly AppHealth[]
  readonly accounts: {
    readonly count: number
    /** Of the account that was not read for longest; null while there is one that never was, or none. */
    readonly lastPullAt: Date | null
    readonly neverPulled: number
  }
  /** Messages to owners that wait for them to write again: five sends or 48 hours are used up (wecom.md 3.4). */
  readonly waitingForWindow: { readonly count: number; readonly since: Date | null }
}

interface AppHealth {
  /** The part of its callback's path; ids and secrets of the company are in nothing that is shown. */
  readonly app: string
  readonly lastCallbackAt: Date | null
  readonly token: { readonly ageSeconds: number | null; readonly goodUntil: Date } | null
  /** The address our calls come from, as the platform said last: the one to trust in its console. */
  readonly egressIp: string | null
  /** Refusals of the last day, the latest first. */
  readonly refusals: readonly {
    readonly code: number
    readonly class: RefusalClass
    readonly count: number
    readonly lastAt: Date
  }[]
}

const DAY_MS = 86_400_000

export async function readWecomHealth(
  db: Database,
  apps: readonly AppSettings[],
  now: Date,
): Promise<WecomHealth> {
  const seen = await readSightings(db, new Date(0))
  const tokens = await tokensOf(db, apps)
  return {
    apps: apps.map((app) => appHealth(app, seen.filter(isOf(app)), tokens.get(app.name), now)),
    accounts: await accountHealth(db),
    waitingForWindow: await waitingForWindow(db),
  }
}

const isOf =
  ({ corpId, agentId }: AppSettings) =>
  (sighting: Sighting) =>
    sighting.corpId === corpId && sighting.agentId === agentId

interface Token {
  readonly expiresAt: Date
  readonly fetchedAt: Date | null
}

function appHealth(
  { name }: AppSettings,
  seen: readonly Sighting[],
  token: Token | undefined,
  now: Date,
): AppHealth {
  const since = now.getTime() - DAY_MS
  const last = (prefix: string) => seen.find(({ what }) => what.startsWith(prefix))
  return {
    app: name,
    lastCallbackAt: last('callback')?.at ?? null,
    token: token ? tokenHealth(token, now) : null,
    egressIp: last('address ')?.what.slice('address '.length) ?? null,
    refusals: seen
      .filter(({ what, at }) => what.startsWith('refused ') && at.getTime() >= since)
      .map(({ what, count, at }) => {
        const code = Number(what.slice('refused '.length))
        return { code, class: meaningOf(code).refusal, count, lastAt: at }
      }),
  }
}

function tokenHealth({ expiresAt, fetchedAt }: Token, now: Date): AppHealth['token'] {
  const ageMs = fetchedAt && now.getTime() - fetchedAt.getTime()
  return { ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1000), goodUntil: expiresAt }
}

/** By the app's name. */
async function tokensOf(
  db: Database,
  apps: readonly AppSettings[],
): Promise<ReadonlyMap<string, Token>> {
  const rows = await db
    .selectFrom('token_cache')
    .select(['id', 'expiresAt', 'fetchedAt'])
    .where('token', '<>', '')
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    apps.flatMap((app) => {
      const row = byId.get(tokenKey(app))
      return row ? [[app.name, row] as const] : []
    }),
  )
}

async function accountHealth(db: Database): Promise<WecomHealth['accounts']> {
  const found = await sql<{ count: string; never: string; at: Date | null }>`
    SELECT count(*) AS count, count(*) FILTER (WHERE "pulledAt" IS NULL) AS never,
           min("pulledAt") AS at FROM kf_account`.execute(db)
  const row = found.rows[0]
  const neverPulled = Number(row?.never ?? 0)
  return {
    count: Number(row?.count ?? 0),
    neverPulled,
    lastPullAt: neverPulled > 0 ? null : (row?.at ?? null),
  }
}

async function waitingForWindow(db: Database): Promise<WecomHealth['waitingForWindow']> {
  const found = await sql<{ count: string; since: Date | null }>`
    SELECT count(*) AS count, min("createdAt") AS since FROM outbox_item WHERE state = 'held'`.execute(
    db,
  )
  return { count: Number(found.rows[0]?.count ?? 0), since: found.rows[0]?.since ?? null }
}
