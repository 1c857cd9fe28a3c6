/** How far each 微信客服 account has been read, in the database, with a lock that all processes see. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../../database/generated/tables.ts'
import type { Database, Tx } from '../../../database/open-database.ts'
import type { Incoming } from '../../channel.ts'
import type { KfStore, LockedAccount } from '../kf-pull.ts'

export interface KfAccountRowsDeps {
  readonly db: Database
  /** Keeps messages inside the given transaction, once per key. */
  keep(tx: Tx, incomings: readonly Incoming[]): Promise<unknown>
  now(): Date
  /** Waits between two tries for a lock somebody else has. */
  pause(ms: number): Promise<void>
}

const TRY_EVERY_MS = 200

/**
 * The lock belongs to a connection: a killed process loses it with the connection, and nothing has to be cleared.
 * A puller holds one connection for as long as it pulls, and does everything on it; one that waits holds none.
 */
export function kfAccountRows(deps: KfAccountRowsDeps): KfStore {
  return {
    async withAccountLock(corpId, openKfId, run) {
      const key = `kf-pull/${corpId}/${openKfId}`
      const attempt = () =>
        deps.db.connection().execute(async (connection) => {
          if (!(await tryLock(connection, key))) return false
          try {
            await run(lockedAccount(deps, connection, { corpId, openKfId }))
          } finally {
            await unlock(connection, key)
          }
          return true
        })
      while (!(await attempt())) await deps.pause(TRY_EVERY_MS)
    },
  }
}

async function tryLock(connection: Kysely<Tables>, key: string): Promise<boolean> {
  const tried = await sql<{ got: boolean }>`
    SELECT pg_try_advisory_lock(hashtextextended(${key}, 0)) AS got`.execute(connection)
  return tried.rows[0]?.got ?? false
}

async function unlock(connection: Kysely<Tables>, key: string): Promise<void> {
  await sql`SELECT pg_advisory_unlock(hashtextextended(${key}, 0))`.execute(connection)
}

function lockedAccount(
  deps: KfAccountRowsDeps,
  connection: Kysely<Tables>,
  { corpId, openKfId }: { readonly corpId: string; readonly openKfId: string },
): LockedAccount {
  return {
    async cursor() {
      const row = await connection
        .selectFrom('kf_account')
        .select('cursor')
        .where('corpId', '=', corpId)
        .where('openKfId', '=', openKfId)
        .executeTakeFirst()
      return row?.cursor ?? ''
    },
    savePage: (incomings, cursor) =>
      connection.transaction().execute(async (tx) => {
        await deps.keep(tx, incomings)
        const pulledAt = deps.now()
        await tx
          .insertInto('kf_account')
          .values({ corpId, openKfId, cursor, pulledAt, createdAt: pulledAt })
          .onConflict((conflict) =>
            conflict.columns(['corpId', 'openKfId']).doUpdateSet({ cursor, pulledAt }),
          )
          .execute()
      }),
  }
}

/** Remembers accounts, so that they can be given to a project, and which app they are granted to. */
export async function addAccounts(
  db: Database,
  found: {
    readonly corpId: string
    readonly agentId: string
    readonly openKfIds: readonly string[]
  },
  now: Date,
): Promise<void> {
  const { corpId, agentId, openKfIds } = found
  if (openKfIds.length === 0) return
  await db
    .insertInto('kf_account')
    .values(openKfIds.map((openKfId) => ({ corpId, openKfId, agentId, createdAt: now })))
    .onConflict((conflict) =>
      conflict
        .columns(['corpId', 'openKfId'])
        .doUpdateSet({ agentId })
        .where('kf_account.agentId', 'is distinct from', agentId),
    )
    .execute()
}

/** The agent id of the app an account is granted to; null when it was never seen. */
export async function agentOfAccount(
  db: Database,
  corpId: string,
  openKfId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('kf_account')
    .select('agentId')
    .where('corpId', '=', corpId)
    .where('openKfId', '=', openKfId)
    .executeTakeFirst()
  return row?.agentId ?? null
}
