/** Published flows by content hash: a run keeps the version it began with, also over restarts (dialogue.md D13). */
import type { Database, Tx } from '../database/open-database.ts'
import type { CompiledFlow } from '../dialogue/files/compiled-flow.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'

export interface FlowBook {
  /** The set new runs start from. */
  readonly flows: FlowSet
  /** Any version ever published, from this process's memory or from its row. */
  byHash(tx: Tx, hash: string): Promise<CompiledFlow | undefined>
}

export interface FlowBookDeps {
  readonly db: Database
  readonly flows: FlowSet
  readonly revive: (compiled: unknown) => CompiledFlow
  readonly now: Date
}

/** Publishes what is not published yet and opens the book. */
export async function openFlowBook({ db, flows, revive, now }: FlowBookDeps): Promise<FlowBook> {
  const revived = new Map<string, CompiledFlow>()
  const published = [...flows.flows.values(), ...(flows.hazard ? [flows.hazard] : [])]
  for (const flow of published) {
    const compiled = JSON.stringify(flow.source)
    const { hash, id, source } = flow
    await db
      .insertInto('flow_version')
      .values({ hash, flow: id, revision: source.revision ?? 1, compiled, publishedAt: now })
      // The hash leaves the words out: better words reach what has begun.
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ compiled }))
      .execute()
  }
  return {
    flows,
    async byHash(tx, hash) {
      const known = flows.byHash(hash) ?? revived.get(hash)
      if (known) return known
      const row = await tx
        .selectFrom('flow_version')
        .select('compiled')
        .where('hash', '=', hash)
        .executeTakeFirst()
      if (!row) return undefined
      const flow = revive(row.compiled)
      revived.set(hash, flow)
      return flow
    },
  }
}
