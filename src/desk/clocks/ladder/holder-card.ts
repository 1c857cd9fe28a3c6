/** Whoever takes a ladder by a tap gets a card to give it back by. */
import type { Work } from '../../work.ts'
import { findRun } from './run.ts'

/** Once for each time it is taken: tapping again brings no second card. */
export async function giveHolderCard(work: Work, runId: string): Promise<void> {
  const run = await findRun(work.tx, runId)
  if (run?.state !== 'acknowledged' || !run.ackById) return
  const last = await work.tx
    .selectFrom('ping')
    .select('note')
    .where('runId', '=', runId)
    .where('note', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const promises: Readonly<Record<string, string>> = work.rules.clocks.promises
  await work.tell.card(work, run.ackById, {
    card: 'escalation.holding',
    values: { about: last?.note ?? '', promise: promises[run.reason] ?? '' },
    subject: { kind: 'escalation', id: runId },
    key: `holding-${runId}-${run.epoch}`,
  })
}
