/** When the desk starts: a project gets the shipped promises it never had, and keeps what it changed or took out. */
import type { QuietWork } from '../work.ts'
import { type Had, isAsGiven, keepGiven, readHad } from './given.ts'
import type { ClockKind } from './rules.ts'
import { lockPromises } from './seed-clocks.ts'
import { type RulesPolicy, seedCalendar, seedChain, seedPolicy, seedTargets } from './seed-rows.ts'
import { readHolidays } from './statutory/shipped-years.ts'

interface PolicyRow {
  readonly id: string
  readonly name: string
  readonly position: number
}

/**
 * Adds policies of names the project never had, before the next one of the rules that it has, so that its own of that
 * place go first; and to policies that stand as they were given, the targets they lack. They hold for what is reported from
 * now on. Does nothing for a project without policies, nor the second time; two processes may call it at once.
 */
export async function completeClocks(work: QuietWork, projectId: string): Promise<string[]> {
  await lockPromises(work, projectId)
  const rows = await policiesOf(work, projectId)
  if (rows.length === 0) return []
  const had = await readHad(work, projectId)
  const added: string[] = []
  for (const policy of work.rules.clocks.policies) {
    const kinds = await lackingOf(work, { policy, had, projectId })
    if (kinds.length === 0) continue
    const chainIds = await chainsFor(work, projectId, { policy, kinds })
    await seedCalendars(work, projectId, { policy, kinds })
    const row = (await policiesOf(work, projectId)).find(({ name }) => name === policy.name)
    if (row) await seedTargets(work, policy, { policyId: row.id, kinds, chainIds })
    else {
      const position = await makeRoom(work, projectId, policy)
      await seedPolicy(work, policy, { projectId, position, validFrom: work.now, chainIds })
    }
    added.push(policy.name)
  }
  await keepGiven(work, projectId)
  return added
}

/** Those that hold, in their order. */
async function policiesOf({ tx }: QuietWork, projectId: string): Promise<readonly PolicyRow[]> {
  return await tx
    .selectFrom('sla_policy')
    .select(['id', 'name', 'position'])
    .where('projectId', '=', projectId)
    .where('validTo', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
}

/** The kinds to be added: all of a policy that was never there, the new ones of one that was not touched. */
async function lackingOf(
  work: QuietWork,
  { policy, had, projectId }: { policy: RulesPolicy; had: Had; projectId: string },
): Promise<readonly ClockKind[]> {
  const all = Object.keys(policy.targets) as ClockKind[]
  if (!had.policy(policy.name)) return all
  const fresh = all.filter((kind) => !had.target(policy.name, kind))
  if (fresh.length === 0) return []
  const rows = (await policiesOf(work, projectId)).filter(({ name }) => name === policy.name)
  const [row] = rows
  if (!row || rows.length > 1) return []
  return (await isAsGiven(work, row.id, had.given(policy))) ? fresh : []
}

/** The place before the next of the rules that the project has; what stands there and behind moves on by one. */
async function makeRoom(work: QuietWork, projectId: string, policy: RulesPolicy): Promise<number> {
  const rows = await policiesOf(work, projectId)
  const { policies } = work.rules.clocks
  const later = policies.slice(policies.indexOf(policy) + 1)
  const next = later.flatMap(({ name }) => rows.find((row) => row.name === name) ?? [])[0]
  if (!next) return Math.max(...rows.map(({ position }) => position)) + 1
  await work.tx
    .updateTable('sla_policy')
    .set((set) => ({ position: set('position', '+', 1) }))
    .where('projectId', '=', projectId)
    .where('position', '>=', next.position)
    .execute()
  return next.position
}

interface Wanted {
  readonly policy: RulesPolicy
  readonly kinds: readonly ClockKind[]
}

/** The project's ladders by name; of those it lacks, the shipped ones. */
async function chainsFor(
  work: QuietWork,
  projectId: string,
  { policy, kinds }: Wanted,
): Promise<ReadonlyMap<string, string>> {
  const rows = await work.tx
    .selectFrom('escalation_chain')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .execute()
  const ids = new Map(rows.map(({ name, id }) => [name, id]))
  for (const name of kinds.flatMap((kind) => policy.targets[kind]?.chain ?? [])) {
    if (!ids.has(name)) ids.set(name, await seedChain(work, projectId, name))
  }
  return ids
}

/** Those the project has, in whatever version, stay. */
async function seedCalendars(
  work: QuietWork,
  projectId: string,
  { policy, kinds }: Wanted,
): Promise<void> {
  const names = new Set(kinds.flatMap((kind) => policy.targets[kind]?.calendar ?? []))
  const rows = await work.tx
    .selectFrom('calendar')
    .select('name')
    .where('projectId', '=', projectId)
    .execute()
  for (const { name } of rows) names.delete(name)
  if (names.size === 0) return
  const holidays = await readHolidays()
  for (const name of names) await seedCalendar(work, projectId, { name, holidays })
}
