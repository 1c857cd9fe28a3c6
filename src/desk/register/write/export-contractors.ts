/** Contractors with their agreements, one row an agreement, as rows of a book. */
import { sql } from 'kysely'
import { type Exporting, opened, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

/** A firm without an agreement, as developers are, has a row of its own. */
export async function* exportContractors(exporting: Exporting): AsyncGenerator<BookRow> {
  const key = sql<string>`contractor.id || '/' || coalesce(agreed.id, '')`
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('contractor')
      .leftJoin('contractor_agreement as agreed', 'agreed.contractorId', 'contractor.id')
      .select(['contractor.name', 'contractor.kind', 'contractor.contact', 'contractor.phoneEnc'])
      .select(['agreed.number', 'agreed.skills', 'agreed.validFrom', 'agreed.validTo'])
      .select(key.as('key'))
      .where('contractor.projectId', '=', exporting.projectId)
      .where(key, '>', after)
      .orderBy(key)
      .limit(limit)
      .execute()
  for await (const one of pages(read, (row) => row.key)) {
    yield {
      firm: one.name,
      kind: wordOf(exporting, 'contractor_kind', one.kind),
      contact: one.contact,
      phone: opened(exporting, one.phoneEnc),
      number: one.number,
      skills: (one.skills ?? []).map((skill) => wordOf(exporting, 'skill', skill)).join('、'),
      from: one.validFrom,
      to: one.validTo,
    }
  }
}
