/** Forms sent twice, by a double click or a reload: the second time leads to what came of the first. */
import { createHash } from 'node:crypto'
import type { Tx } from '../../database/open-database.ts'
import type { Work } from '../work.ts'

export type Posted =
  | { readonly isFirst: true }
  | { readonly isFirst: false; readonly subjectId: string | null }

/** A form with other words in it is another one, although it came from the same page: nobody's words are lost. */
export function formKey(of: readonly string[], sent: object): string {
  const words = createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 32)
  return [...of, words].join('/')
}

/** Of two at the same moment the second waits for the first. */
export async function takeForm(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  key: string,
): Promise<Posted> {
  const first = await tx
    .insertInto('form_post')
    .values({ key, subjectId: null, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (first) return { isFirst: true }
  const row = await tx
    .selectFrom('form_post')
    .select('subjectId')
    .where('key', '=', key)
    .executeTakeFirst()
  return { isFirst: false, subjectId: row?.subjectId ?? null }
}

export async function nameResult(tx: Tx, key: string, subjectId: string): Promise<void> {
  await tx.updateTable('form_post').set({ subjectId }).where('key', '=', key).execute()
}

/** Nothing came of it: the corrected form may be sent under the same key. */
export async function freeForm(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('form_post').where('key', '=', key).execute()
}

export async function sweepForms(tx: Tx, now: Date, hours: number): Promise<void> {
  const before = new Date(now.getTime() - hours * 3_600_000)
  await tx.deleteFrom('form_post').where('createdAt', '<', before).execute()
}
