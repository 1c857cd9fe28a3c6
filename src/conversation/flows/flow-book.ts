/** Published flows by content hash: a run keeps the version it began with, also over restarts (dialogue.md D13). */
import { type SqlBool, sql } from 'kysely'
import type { Database, Tx } from '../../database/open-database.ts'
import { carryProblems, isCarried } from '../../dialogue/files/carry.ts'
import type { CompiledFlow, FlowSource } from '../../dialogue/files/compiled-flow.ts'
import type { FlowSet } from '../../dialogue/files/flow-set.ts'
import type { KeptVersion } from '../../dialogue/run/world.ts'
import { BadFlows } from './load-flows.ts'

export interface FlowBook {
  /** The set new runs start from: another one after each publication. */
  readonly flows: FlowSet
  /** Any version ever published, from this process's memory or from its row, or the one that carries its runs on. */
  byHash(tx: Tx, hash: string): Promise<KeptVersion | undefined>
  /**
   * From here on new runs start from this set. All or nothing.
   * @throws BadFlows when a flow would carry on talks that could not go on in it; the set before stays
   */
  publish(flows: FlowSet): Promise<void>
}

export interface FlowBookDeps {
  readonly db: Database
  readonly flows: FlowSet
  readonly revive: (compiled: unknown) => CompiledFlow
  readonly now: () => Date
}

/** Longer than any row of versions that carry each other on. */
const MOST_CARRIES = 20

/** Publishes what is not published yet and opens the book. @throws as `publish` */
export async function openFlowBook({ db, flows, revive, now }: FlowBookDeps): Promise<FlowBook> {
  let live = flows
  const revived = new Map<string, CompiledFlow>()
  const publish = async (set: FlowSet) => {
    await db.transaction().execute((tx) => keepSet(tx, set, now()))
    live = set
  }
  const kept = ({ hash, compiled }: { hash: string; compiled: unknown }): CompiledFlow => {
    const flow = revived.get(hash) ?? revive(compiled)
    revived.set(hash, flow)
    return flow
  }
  await publish(flows)
  return {
    get flows() {
      return live
    },
    publish,
    async byHash(tx, hash) {
      let at = hash
      for (let times = 0; times < MOST_CARRIES; times += 1) {
        const known = live.byHash(at)
        if (known) return { flow: known }
        const row = await tx
          .selectFrom('flow_version')
          .select(['hash', 'compiled', 'retiredAt', 'carriedTo'])
          .where('hash', '=', at)
          .executeTakeFirst()
        if (!row) return undefined
        if (row.carriedTo === null) return versionOf(kept(row), row.retiredAt)
        at = row.carriedTo
      }
      return undefined
    },
  }
}

/** What does something the desk no longer offers cannot be gone on with, however young it is. */
function versionOf(flow: CompiledFlow, retiredAt: Date | null): KeptVersion {
  const { source, registry } = flow
  const isOffered = source.steps.every(
    (step) => step.kind !== 'action' || Object.hasOwn(registry.actions, step.action),
  )
  const since = isOffered ? retiredAt : new Date(0)
  return { flow, ...(since && { retiredAt: since }) }
}

/** One process after the other: those that start together publish the same. */
async function keepSet(tx: Tx, set: FlowSet, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('flow_version'))`.execute(tx)
  const flows = [...set.flows.values(), ...(set.hazard ? [set.hazard] : [])]
  for (const { hash, id, source } of flows) {
    const compiled = JSON.stringify(source)
    // The hash leaves the words out: better words reach what has begun.
    const again = { compiled, revision: source.revision ?? 1, retiredAt: null, carriedTo: null }
    await tx
      .insertInto('flow_version')
      .values({ hash, flow: id, publishedAt: now, ...again })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet(again))
      .execute()
  }
  const live = flows.map(({ hash }) => hash)
  await tx
    .updateTable('flow_version')
    .set({ retiredAt: now })
    .where('retiredAt', 'is', null)
    .where(sql<SqlBool>`hash <> all(${live})`)
    .execute()
  const problems: string[] = []
  for (const flow of flows) problems.push(...(await carryOn(tx, flow)))
  if (problems.length > 0) throw new BadFlows(problems)
}

/** Lets the versions a flow names go on as it; what keeps them from it, a line each. */
async function carryOn(tx: Tx, { id, hash, source }: CompiledFlow): Promise<readonly string[]> {
  if (!source.migrate) return []
  const rows = await tx
    .selectFrom('flow_version')
    .select(['hash', 'revision', 'compiled'])
    .where('flow', '=', id)
    .execute()
  const carried = rows.filter((row) => isCarried(source, row))
  if (carried.length > 0)
    await tx
      .updateTable('flow_version')
      .set({ carriedTo: hash })
      .where(
        'hash',
        'in',
        carried.map((row) => row.hash),
      )
      .execute()
  return carried.flatMap(({ compiled, revision, ...old }) =>
    carryProblems(compiled as unknown as FlowSource, source).map(
      (problem) =>
        `${id}/${id}.flow.yaml error migrate: 版本${revision}（${old.hash.slice(0, 8)}）的办理不能接着办 / talks of that version cannot go on: ${problem}`,
    ),
  )
}
