/** What every step of an import works with: one transaction, one project, one list of problems and changes. */
import type { Work } from '../../work.ts'
import type { Changes } from '../changes.ts'
import type { Problems } from '../problems.ts'
import type { RecordKind } from '../records.ts'
import type { Stage, Staged } from '../stage.ts'

export interface Applying extends Pick<Work, 'tx' | 'now' | 'newId' | 'rules'> {
  readonly corpId: string
  readonly projectId: string
  /** 'YYYY-MM-DD' in the estate. */
  readonly today: string
  readonly stage: Stage
  readonly problems: Problems
  readonly changes: Changes
  /** Called as records are worked off. */
  progress(done: number): void
}

/** All records of a kind, one by one, in the order of keys and rows. */
export async function* stagedOf<Kind extends RecordKind>(
  { stage, progress }: Pick<Applying, 'stage' | 'progress'>,
  kind: Kind,
): AsyncGenerator<Staged<Kind>> {
  for await (const rows of stage.batches(kind, BATCH)) {
    yield* rows
    progress(rows.length)
  }
}

/** Records worked off at a time: large enough for few queries, small enough for flat memory. */
export const BATCH = 1_000
