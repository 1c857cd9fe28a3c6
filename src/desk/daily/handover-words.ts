/** 交班: words somebody leaves for whoever comes on duty next. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { optional, words } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import { actingStaff } from '../tickets/staff-step.ts'
import type { Work } from '../work.ts'

export interface LeftWords {
  readonly name: string
  readonly at: string
  readonly text: string
}

/** The newest of the last hours (rules/daily.yaml), the older first. */
export async function wordsLeft(work: Work, projectId: string): Promise<readonly LeftWords[]> {
  const { words_hours, words_most } = work.rules.daily.handover
  const from = new Date(work.now.getTime() - words_hours * 3_600_000)
  const rows = await work.tx
    .selectFrom('handover_words')
    .innerJoin('staff', 'staff.id', 'handover_words.staffId')
    .select(['staff.name', 'handover_words.text', 'handover_words.createdAt'])
    .where('handover_words.projectId', '=', projectId)
    .where('handover_words.createdAt', '>', from)
    .orderBy('handover_words.createdAt', 'desc')
    .orderBy('handover_words.id', 'desc')
    .limit(words_most)
    .execute()
  return rows.reverse().map(({ name, text, createdAt }) => {
    return { name, at: sayTime(createdAt, work.now), text: work.seals.open(text) }
  })
}

/** The word that opens it says nothing to whoever reads it. */
const OPENING = /^\s*(?:我要|我来)?(?:交接班|交班)(?:一下|说明|留言)?[\s：:，,。]*/

const leave = defineAction({
  name: 'daily.leave_words',
  with: { said: { type: 'text', optional: true } },
  input: z.object({ said: optional(words) }),
  outcomes: ['ok', 'empty'],
  result: { text: 'text' },
  async run(work, { said = '' }) {
    const { id: staffId, projectId } = await actingStaff(work)
    const { words_chars } = work.rules.daily.handover
    const text = [...said.replace(OPENING, '').trim()].slice(0, words_chars).join('')
    if (text === '') return { outcome: 'empty' }
    const row = { id: work.newId(), projectId, staffId, createdAt: work.now }
    await work.tx
      .insertInto('handover_words')
      .values({ ...row, text: work.seals.seal(text) })
      .execute()
    return { outcome: 'ok', result: { text } }
  },
})

export const dailyActions: readonly Action[] = [leave]
