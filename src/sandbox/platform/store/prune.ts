/** At every start, rows that can have no effect any more are forgotten. */
import { lastCountedAt } from '../pace.ts'
import { DAY_MS, type World } from '../world.ts'
import type { Table } from './table.ts'

/** Longer than any window of the platform, so that "expired" is still told from "unknown" for a while. */
const KEPT_MS = 7 * DAY_MS

export function prune(world: World): void {
  const { tables } = world
  const limit = world.now().getTime() - KEPT_MS
  const isOld = (instant: string) => Date.parse(instant) < limit
  world.store.transaction(() => {
    forget(tables.tokens, (row) => isOld(row.expiresAt))
    forget(tables.pingTokens, (row) => isOld(row.expiresAt))
    forget(tables.eventCodes, (row) => isOld(row.expiresAt))
    forget(tables.responseCodes, (row) => isOld(row.expiresAt))
    forget(tables.oauthCodes, (row) => isOld(row.expiresAt))
    forget(tables.welcomeCodes, (row) => isOld(row.expiresAt))
    forget(tables.repeats, (row) => isOld(row.at))
    forget(tables.appSends, (row) => isOld(row.at))
    forget(tables.paces, (row) => lastCountedAt(row) < limit)
    forget(tables.kfLog, (row) => isOld(row.sentAt))
  })
}

function forget<Row>(table: Table<Row>, isUseless: (row: Row) => boolean): void {
  for (const key of [...table.keys()]) {
    const row = table.get(key)
    if (row !== undefined && isUseless(row)) table.remove(key)
  }
}
