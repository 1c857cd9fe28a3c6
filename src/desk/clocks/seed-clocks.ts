/** Gives a new project the calendars, promises and ladders of rules/clocks.yaml, as rows of its own. */
import { sql } from 'kysely'
import type { QuietWork } from '../work.ts'
import { publishCalendar } from './publish-calendar.ts'
import { type ClockRules, openHoursOf } from './rules.ts'
import { readHolidays } from './statutory/shipped-years.ts'
import type { StatutoryDay } from './statutory/year-file.ts'

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
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`clocks/${projectId}`}, 0))`.execute(
    work.tx,
  )
  const present = await work.tx
    .selectFrom('sla_policy')
    .select('id')
    .where('projectId', '=', projectId)
    .limit(1)
    .executeTakeFirst()
  if (present) return 'present'
  await seedCalendars(work, projectId, await readHolidays())
  const chainIds = await seedChains(work, projectId)
  for (const [position, policy] of work.rules.clocks.policies.entries()) {
    await seedPolicy(work, { projectId, position, policy, chainIds })
  }
  return 'seeded'
}

async function seedCalendars(
  work: QuietWork,
  projectId: string,
  holidays: readonly StatutoryDay[],
): Promise<void> {
  const { calendars, zone } = work.rules.clocks
  for (const [name, calendar] of Object.entries(calendars)) {
    const week = openHoursOf(calendar)
    const days = calendar.statutory_days ? holidays : []
    await publishCalendar(work, { projectId, name, zone, version: 1, week, days })
  }
}

async function seedChains(
  work: QuietWork,
  projectId: string,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const [name, chain] of Object.entries(work.rules.clocks.chains)) {
    const id = work.newId()
    ids.set(name, id)
    await work.tx
      .insertInto('escalation_chain')
      .values({
        id,
        projectId,
        name,
        calendarName: calendarName(chain.counts_in),
        untilTaken: chain.until_taken,
      })
      .execute()
    await work.tx
      .insertInto('escalation_step')
      .values(stepRows(work, id, chain))
      .execute()
  }
  return ids
}

function stepRows(work: QuietWork, chainId: string, chain: ClockRules['chains'][string]) {
  // Quiet from 22:00 to 08:00 is a window from 08:00 to 22:00.
  const { from, to } = work.rules.clocks.quiet_hours
  const quiet = chain.quiet ? { from: to, to: from } : null
  return chain.steps.map((step, position) => ({
    id: work.newId(),
    chainId,
    position,
    level: step.level,
    trigger: JSON.stringify(step.at),
    targets: [...step.targets],
    repeatSec: step.repeat?.every ?? null,
    repeatMax: step.repeat?.times ?? 0,
    windowFrom: (step.window ?? quiet)?.from ?? null,
    windowTo: (step.window ?? quiet)?.to ?? null,
    askEverySec: (step.ask ?? chain.ask)?.every ?? null,
    askWaitSec: (step.ask ?? chain.ask)?.answer ?? null,
  }))
}

interface NewPolicy {
  readonly projectId: string
  readonly position: number
  readonly policy: ClockRules['policies'][number]
  readonly chainIds: ReadonlyMap<string, string>
}

async function seedPolicy(work: QuietWork, { projectId, position, policy, chainIds }: NewPolicy) {
  const id = work.newId()
  const { name, kinds, categories, priorities, calendars, levels } = policy
  const matches = {
    kinds: [...kinds],
    categories: [...categories],
    priorities: [...priorities],
    calendars: [...calendars],
    levels: [...levels],
  }
  await work.tx
    .insertInto('sla_policy')
    .values({ id, projectId, name, position, validFrom: ALWAYS_VALID, validTo: null, ...matches })
    .execute()
  const rows = Object.entries(policy.targets).map(([kind, target]) => ({
    id: work.newId(),
    policyId: id,
    kind,
    targetSec: target.within,
    calendarMode: target.calendar === 'always' ? 'always' : 'business',
    calendarName: calendarName(target.calendar),
    stopReasons: [...target.stops],
    warnAt: JSON.stringify(target.warn),
    chainId: target.chain ? (chainIds.get(target.chain) ?? null) : null,
  }))
  if (rows.length > 0) await work.tx.insertInto('sla_target').values(rows).execute()
}

function calendarName(name: string): string | null {
  return name === 'always' ? null : name
}
