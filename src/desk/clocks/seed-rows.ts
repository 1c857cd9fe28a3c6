/** Rows of what rules/clocks.yaml says, one calendar, ladder, policy or target at a time. */
import type { QuietWork } from '../work.ts'
import { publishCalendar } from './publish-calendar.ts'
import { type ClockKind, type ClockRules, openHoursOf } from './rules.ts'
import type { StatutoryDay } from './statutory/year-file.ts'

export type RulesPolicy = ClockRules['policies'][number]
type RulesTarget = NonNullable<RulesPolicy['targets'][ClockKind]>

/** By name; nothing happens when the project has its first version already. */
export async function seedCalendar(
  work: QuietWork,
  projectId: string,
  { name, holidays }: { readonly name: string; readonly holidays: readonly StatutoryDay[] },
): Promise<void> {
  const { calendars, zone } = work.rules.clocks
  const calendar = calendars[name]
  if (!calendar) return
  const week = openHoursOf(calendar)
  const days = calendar.statutory_days ? holidays : []
  await publishCalendar(work, { projectId, name, zone, version: 1, week, days })
}

/** The id of the new ladder. @throws Error when the rules have none of this name */
export async function seedChain(work: QuietWork, projectId: string, name: string): Promise<string> {
  const chain = work.rules.clocks.chains[name]
  if (!chain) throw new Error(`rules/clocks.yaml has no chain ${name}`)
  const id = work.newId()
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
  return id
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

interface PolicyPlace {
  readonly projectId: string
  readonly position: number
  readonly validFrom: Date
  /** Of the project's ladders, by name. */
  readonly chainIds: ReadonlyMap<string, string>
}

export async function seedPolicy(
  work: QuietWork,
  policy: RulesPolicy,
  { chainIds, ...place }: PolicyPlace,
): Promise<void> {
  const id = work.newId()
  const { name } = policy
  await work.tx
    .insertInto('sla_policy')
    .values({ id, name, validTo: null, ...place, ...matchOf(policy) })
    .execute()
  const kinds = Object.keys(policy.targets) as ClockKind[]
  await seedTargets(work, policy, { policyId: id, kinds, chainIds })
}

export async function seedTargets(
  work: QuietWork,
  policy: RulesPolicy,
  wanted: {
    readonly policyId: string
    readonly kinds: readonly ClockKind[]
    readonly chainIds: ReadonlyMap<string, string>
  },
): Promise<void> {
  const rows = wanted.kinds.flatMap((kind) => {
    const target = policy.targets[kind]
    if (!target) return []
    const { chain, warnAt, ...plain } = targetOf(target)
    return {
      ...{ id: work.newId(), policyId: wanted.policyId, kind, ...plain },
      warnAt: JSON.stringify(warnAt),
      chainId: chain === null ? null : (wanted.chainIds.get(chain) ?? null),
    }
  })
  if (rows.length > 0) await work.tx.insertInto('sla_target').values(rows).execute()
}

/** What a policy looks at, as rows keep it. */
export function matchOf({ kinds, categories, priorities, calendars, levels }: RulesPolicy) {
  return {
    kinds: [...kinds],
    categories: [...categories],
    priorities: [...priorities],
    calendars: [...calendars],
    levels: [...levels],
  }
}

/** A target as rows keep it, but for its ladder, which stands here by name. */
export function targetOf({ within, calendar, stops, warn, chain }: RulesTarget) {
  return {
    targetSec: within,
    calendarMode: calendar === 'always' ? 'always' : 'business',
    calendarName: calendarName(calendar),
    stopReasons: [...stops],
    warnAt: [...warn],
    chain: chain ?? null,
  }
}

function calendarName(name: string): string | null {
  return name === 'always' ? null : name
}
