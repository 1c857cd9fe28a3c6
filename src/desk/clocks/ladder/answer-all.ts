/** One tap on the card about all ladders somebody was not asked about in time. */

import type { ClickHandler } from '../../action.ts'
import { audit } from '../../audit/audit.ts'
import { findStaff } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { giveBack, stillOnIt } from './answer-ask.ts'
import { findRun } from './run.ts'

const ANSWERS = { still: stillOnIt, give_back: giveBack } as const

/** 都在处理 and 都交还, for each they hold and are asked about; only the one who was asked. */
export const answerAll: ClickHandler = async (work, { subject, key }) => {
  const member = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (member?.id !== subject.id) return { outcome: 'not-yours' }
  if (key !== 'still' && key !== 'give_back') return { outcome: 'unknown-key' }
  const outcomes = []
  for (const id of await askedOf(work, member.id)) {
    const run = await findRun(work.tx, id)
    if (run) outcomes.push((await ANSWERS[key](work, run, member.id)).outcome)
  }
  const wanted = key === 'still' ? 'still' : 'given-back'
  const count = outcomes.filter((outcome) => outcome === wanted).length
  await audit(work, {
    action: key === 'still' ? 'escalation.still' : 'escalation.give-back',
    subject,
    ...{ corpId: member.corpId, projectId: member.projectId, detail: { count } },
  })
  if (count === 0) return { outcome: 'over', close: { words: 'clocks.card_over', values: {} } }
  const words = key === 'still' ? 'clocks.card_still' : 'clocks.card_given_back'
  return { outcome: wanted, close: { words, values: {} } }
}

async function askedOf({ tx }: Pick<Work, 'tx'>, staffId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('escalation_run')
    .select('id')
    .where('state', '=', 'acknowledged')
    .where('ackById', '=', staffId)
    .where('askedAt', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
