/** 还在处理吗: the question to whoever has taken a ladder, for one or for all they were not asked about in time. */
import type { Work } from '../../work.ts'
import type { PingValues } from './ping-values.ts'

/** Before the id of who is asked, where what was missed is kept. */
export const ASKED = 'ask:'

/** About one ladder, with its own buttons. */
export async function askHolder(
  work: Work,
  staffId: string,
  about: { readonly key: string; readonly runId: string; readonly values: PingValues },
): Promise<void> {
  await work.tell.card(work, staffId, {
    card: 'escalation.still',
    values: about.values,
    subject: { kind: 'escalation', id: about.runId },
    key: `ping-${about.key}`,
  })
}

/** About all of them at once; the answer is for all that are still asked about (answer-all.ts). */
export async function askHolderOfAll(
  work: Work,
  staffId: string,
  about: { readonly key: string; readonly all: readonly PingValues[] },
): Promise<void> {
  const [first] = about.all
  await work.tell.card(work, staffId, {
    card: 'escalation.still_all',
    values: {
      count: about.all.length,
      items: about.all,
      answer_minutes: first?.['answer_minutes'],
    },
    subject: { kind: 'escalation-asks', id: staffId },
    key: `ping-digest-${about.key}`,
  })
}
