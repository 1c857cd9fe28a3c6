/** Sightings in the database: one row for each thing ever seen of an app. */
import { sql } from 'kysely'
import type { Database, Tx } from '../../../database/open-database.ts'
import type { Sighting } from '../sightings.ts'

/** Adds the counts and keeps the later time: processes write in any order. */
export async function saveSightings(db: Database, sightings: readonly Sighting[]): Promise<void> {
  const rows = sightings.map(({ at, ...sighting }) => ({ ...sighting, lastAt: at }))
  await db
    .insertInto('wecom_sighting')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['corpId', 'agentId', 'what']).doUpdateSet((row) => ({
        count: sql<number>`wecom_sighting.count + excluded.count`,
        lastAt: sql<Date>`GREATEST(wecom_sighting."lastAt", ${row.ref('excluded.lastAt')})`,
      })),
    )
    .execute()
}

export async function readSightings(db: Database, since: Date): Promise<readonly Sighting[]> {
  const rows = await db
    .selectFrom('wecom_sighting')
    .selectAll()
    .where('lastAt', '>=', since)
    .orderBy('lastAt', 'desc')
    .execute()
  return rows.map(({ lastAt, ...row }) => ({ ...row, at: lastAt }))
}

/** Forgets what was not seen for so long that it says nothing about today. */
export async function sweepSightings(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('wecom_sighting').where('lastAt', '<', before).execute()
}
