/** Gives every project the promises that came with a newer release, each in a transaction of its own. */
import { v7 as newId } from 'uuid'
import { completeClocks } from '../desk/clocks/complete-clocks.ts'
import type { Log } from '../log.ts'
import type { Base } from './base.ts'

export async function completePromises(
  { ground: { db }, clock, rules, seals }: Base,
  log: Log,
): Promise<void> {
  const projects = await db.selectFrom('project').select(['id', 'code']).orderBy('id').execute()
  for (const { id, code } of projects) {
    const actor = { kind: 'system', name: 'start' } as const
    const added = await db
      .transaction()
      .execute((tx) =>
        completeClocks({ tx, now: clock.now(), newId, rules: rules.desk, seals, actor }, id),
      )
    if (added.length > 0)
      log.info({ project: code, policies: added }, 'promises of this release added')
  }
}
