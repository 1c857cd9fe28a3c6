/** Gives a new project the calendars, promises and ladders of rules/clocks.yaml, as rows of its own. */
import { sql } from 'kysely'
import type { QuietWork } from '../work.ts'
import { keepGiven } from './given.ts'
import { seedCalendar, seedChain, seedPolicy } from './seed-rows.ts'
import { readHolidays } from './statutory/shipped-years.ts'

/** The first policies hold from the beginning, also for what is entered later than it happened. */
const ALWAYS_VALID = new Date(0)

/**
 * Does nothing for a project that has policies already: from then on its rows are its own.
 * Two processes may call it at once.
 */
export async function seedClocks(
  work: QuietWork,
  projectId: string,
): Promise<'seeded' | 'present'> {
  await lockPromises(work, projectId)
  const present = await work.tx
    .selectFrom('sla_policy')
    .select('id')
    .where('projectId', '=', projectId)
    .limit(1)
    .executeTakeFirst()
  if (present) return 'present'
  const { calendars, chains, policies } = work.rules.clocks
  const holidays = await readHolidays()
  for (const name of Object.keys(calendars)) await seedCalendar(work, projectId, { name, holidays })
  const chainIds = new Map<string, string>()
  for (const name of Object.keys(chains)) {
    chainIds.set(name, await seedChain(work, projectId, name))
  }
  for (const [position, policy] of policies.entries()) {
    const at = { projectId, position, validFrom: ALWAYS_VALID }
    await seedPolicy(work, policy, { ...at, chainIds })
  }
  await keepGiven(work, projectId)
  return 'seeded'
}

/** Of two processes the second waits until the first has written. */
export async function lockPromises(
  { tx }: Pick<QuietWork, 'tx'>,
  projectId: string,
): Promise<void> {
  const key = `clocks/${projectId}`
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
}
