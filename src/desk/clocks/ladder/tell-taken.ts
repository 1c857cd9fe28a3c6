/** Tells those who were called that somebody has it now. */
import type { Work } from '../../work.ts'
import type { Run } from './run.ts'

/** The others' cards lose their buttons; a group that was rung hears who came. */
export async function tellTaken(
  work: Work,
  run: Run,
  holder: { readonly staffId: string; readonly name: string },
): Promise<void> {
  await work.tell.closeCards(
    work,
    { kind: 'escalation', id: run.id },
    {
      words: 'clocks.card_taken',
      values: { holder: holder.name },
      exceptStaffId: holder.staffId,
    },
  )
  const rung = await work.tx
    .selectFrom('ping')
    .select(['note', 'result'])
    .where('runId', '=', run.id)
    .where('target', '=', 'robot')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!rung) return
  await work.tell.robot(work, run.projectId, {
    words: 'clocks.taken.robot',
    values: { holder: rung.result === 'discreet' ? '' : holder.name, about: rung.note ?? '' },
    key: `ladder-${run.id}-${run.epoch}-taken`,
    purpose: 'notice',
    mention: [],
  })
}
