/** What every step of an import works with: one transaction, one project, one list of problems and changes. */
import type { Work } from '../../work.ts'
import type { Changes } from '../changes.ts'
import type { Problems } from '../problems.ts'
import type { Stage } from '../stage.ts'

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

/** Records worked off at a time: large enough for few queries, small enough for flat memory. */
export const BATCH = 1_000
