/** The access tokens all processes share, in the database: one row a secret, one fetcher at a time. */
import type { Database } from '../../../database/open-database.ts'
import type { TokenStore } from '../api/token.ts'

/** Each statement stands alone: no connection is held while the platform is asked. */
export function tokenRows(db: Database): TokenStore {
  return {
    async read(id) {
      const row = await db
        .selectFrom('token_cache')
        .select(['token', 'expiresAt', 'fetchedAt'])
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.token ? row : undefined
    },
    async claim(id, now, until) {
      const claimed = await db
        .insertInto('token_cache')
        .values({ id, token: '', expiresAt: now, refreshUntil: until })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ refreshUntil: until })
            .where((row) =>
              row.or([
                row('token_cache.refreshUntil', 'is', null),
                row('token_cache.refreshUntil', '<=', now),
              ]),
            ),
        )
        .returning('id')
        .executeTakeFirst()
      return claimed !== undefined
    },
    async write(id, { token, expiresAt, fetchedAt }, until) {
      await db
        .updateTable('token_cache')
        .set((row) => ({
          ...{ token, expiresAt, fetchedAt, refreshUntil: null },
          version: row('version', '+', 1),
        }))
        .where('id', '=', id)
        .where('refreshUntil', '=', until)
        .execute()
    },
    async release(id, until) {
      await db
        .updateTable('token_cache')
        .set({ refreshUntil: null })
        .where('id', '=', id)
        .where('refreshUntil', '=', until)
        .execute()
    },
  }
}
