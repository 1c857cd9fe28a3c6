/** What came of a code on the platform; whoever wanted it hears when the last of them is ready. */
import type { ErrandEnding } from '../errands/errand.ts'
import type { Work } from '../work.ts'

export async function wayMade(work: Work, id: string, ending: ErrandEnding): Promise<void> {
  const isMade = ending.state === 'ok' && ending.outcome === 'ok'
  const {
    wayId = null,
    qrUrl = null,
    chatUrl = null,
  } = (ending.result ?? {}) as Record<string, string | null>
  const made = await work.tx
    .updateTable('contact_way')
    .set(isMade ? { state: 'ready', wayId, qrUrl, chatUrl } : { state: 'failed' })
    .where('id', '=', id)
    .where('state', '=', 'ordered')
    .returning(['batchId', 'madeBy'])
    .executeTakeFirst()
  if (!made) return
  const all = await work.tx
    .selectFrom('contact_way')
    .select(['label', 'state', 'qrUrl', 'chatUrl', 'scope'])
    .where('batchId', '=', made.batchId)
    .orderBy('label')
    .execute()
  if (all.some(({ state }) => state === 'ordered')) return
  await work.tell.staff(work, made.madeBy, {
    words: 'contacts.codes',
    values: {
      codes: all.filter(({ state }) => state === 'ready'),
      failed: all.filter(({ state }) => state === 'failed').length,
      days: work.rules.contacts.room_code_days,
    },
    key: `contact-ways-${made.batchId}`,
    purpose: 'notice',
  })
}
