/** Lets go of versions of flows in which nobody can be talking any more (dialogue.md D13). */
import { sql } from 'kysely'
import type { Work } from '../../desk/work.ts'
import { versionPins } from '../../dialogue/run/pinned.ts'
import type { Session } from '../../dialogue/run/session.ts'

const DAY_MS = 86_400_000
/** Sessions written before their versions were noted, in one go. */
const NOTED_AT_ONCE = 500

/**
 * @param keptDays days after which a version that is not live goes, once no run and no draft keeps to it
 * @returns what may be called as often as one likes: it looks through all conversations once a day
 */
export function versionSweeper(keptDays: number): (work: Work) => Promise<void> {
  let nextAt = 0
  return async (work) => {
    if (work.now.getTime() < nextAt) return
    // Until that is known of every talk, none goes.
    if (await noteVersions(work)) return
    nextAt = work.now.getTime() + DAY_MS
    await forget(work, new Date(work.now.getTime() - keptDays * DAY_MS))
  }
}

/** @returns whether there was something to note */
async function noteVersions({ tx, seals }: Work): Promise<boolean> {
  const rows = await tx
    .selectFrom('conversation')
    .select(['id', 'session'])
    .where('versionPins', 'is', null)
    .where('session', 'is not', null)
    .limit(NOTED_AT_ONCE)
    .forNoKeyUpdate()
    .execute()
  for (const { id, session } of rows) {
    const pins = session === null ? {} : versionPins(seals.openJson(session) as Session)
    await tx
      .updateTable('conversation')
      .set({ versionPins: JSON.stringify(pins) })
      .where('id', '=', id)
      .execute()
  }
  return rows.length > 0
}

async function forget({ tx, now }: Work, before: Date): Promise<void> {
  await sql`
    delete from flow_version as version
    where "retiredAt" < ${before}
      and not exists (select from flow_version as other where other."carriedTo" = version.hash)
      and not exists (
        select from conversation
        where "versionPins" ? version.hash
          and coalesce(("versionPins" ->> version.hash)::bigint, 9e18) > ${now.getTime()}
      )`.execute(tx)
}
