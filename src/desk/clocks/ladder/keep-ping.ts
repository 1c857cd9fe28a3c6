/** The rows of a ladder's alarms: one for each receiver, and one for each level where nobody was there. */
import type { Work } from '../../work.ts'
import type { Target } from '../chain-rules.ts'
import type { Run } from './run.ts'

export interface NewPing {
  /** A member's id, or `robot`, or `gap`, or `ask-` and the id of who is asked. */
  readonly receiver: string
  readonly target: Target | null
  readonly staffId: string | null
  /** `discreet`: the group was told without a name or a word of it. */
  readonly result: 'sent' | 'discreet' | 'gap' | 'asked'
  /** What it was about, as people read it. */
  readonly note: string
}

/** The alarm's key, or null when it was kept before: nobody is told twice. */
export async function keepPing(work: Work, run: Run, ping: NewPing): Promise<string | null> {
  const row = await work.tx
    .insertInto('ping')
    .values({
      id: work.newId(),
      runId: run.id,
      key: `${run.id}:${run.epoch}:${run.step}:${run.round}:${ping.receiver}`,
      level: run.ladder.steps[run.step]?.level ?? 0,
      target: ping.target ?? run.ladder.steps[run.step]?.targets.join(' ') ?? '',
      staffId: ping.staffId,
      at: work.now,
      result: ping.result,
      note: ping.note,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  return row?.key ?? null
}
