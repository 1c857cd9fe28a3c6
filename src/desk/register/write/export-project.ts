/** The estate as a whole, as the one row of its table. */
import type { Exporting } from './exporting.ts'
import type { BookRow } from './write-book.ts'

export async function* exportProject({ tx, projectId }: Exporting): AsyncGenerator<BookRow> {
  const { name, completionDate, deliveryDate } = await tx
    .selectFrom('project')
    .select(['name', 'completionDate', 'deliveryDate'])
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow()
  yield { project: name, completed: completionDate, handover: deliveryDate }
}
