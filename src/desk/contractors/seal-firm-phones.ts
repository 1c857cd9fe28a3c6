/** Numbers of firms that an earlier release kept in the clear are sealed: it needs the key, so a start does it and no migration. */
import { type SqlBool, sql } from 'kysely'
import type { Database, Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'

/** How many numbers there were. Another start has nothing left to do; of two at once one does it. */
export async function sealFirmPhones(
  db: Database,
  seals: Pick<Seals, 'phone' | 'seal'>,
): Promise<number> {
  return await db
    .transaction()
    .execute(async (tx) => (await sealRows(tx, seals)) + (await sealTasks(tx, seals)))
}

async function sealRows(tx: Tx, seals: Pick<Seals, 'phone'>): Promise<number> {
  const firms = await tx
    .selectFrom('contractor')
    .select(['id', 'phone'])
    .where('phone', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, phone } of firms) {
    const sealed = phone ? seals.phone(phone) : {}
    await tx
      .updateTable('contractor')
      .set({ phone: null, ...sealed })
      .where('id', '=', id)
      .execute()
  }
  return firms.length
}

/** Tasks to call a firm carried its number. */
async function sealTasks(tx: Tx, seals: Pick<Seals, 'seal'>): Promise<number> {
  const tasks = await tx
    .selectFrom('task')
    .select(['id', 'values'])
    .where('kind', '=', 'call-contractor')
    .where(sql<SqlBool>`jsonb_exists("values", 'phone')`)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, values } of tasks) {
    const { phone, ...others } = values as { readonly phone?: unknown }
    const sealed = { ...others, phone_enc: phone ? seals.seal(String(phone)) : '' }
    await tx
      .updateTable('task')
      .set({ values: JSON.stringify(sealed) })
      .where('id', '=', id)
      .execute()
  }
  return tasks.length
}
