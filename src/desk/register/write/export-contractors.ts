/** Contractors with their agreements, one row an agreement, as rows of a book. */
import { type Exporting, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

/** A firm without an agreement is not in the book: a row there is one agreement. */
export async function* exportContractors(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('contractor_agreement as agreed')
      .innerJoin('contractor', 'contractor.id', 'agreed.contractorId')
      .selectAll('agreed')
      .select(['contractor.name', 'contractor.kind', 'contractor.contact', 'contractor.phone'])
      .where('agreed.projectId', '=', exporting.projectId)
      .where('agreed.id', '>', after)
      .orderBy('agreed.id')
      .limit(limit)
      .execute()
  for await (const one of pages(read, ({ id }) => id)) {
    yield {
      firm: one.name,
      kind: wordOf(exporting, 'contractor_kind', one.kind),
      contact: one.contact,
      phone: one.phone,
      number: one.number,
      skills: one.skills.map((skill) => wordOf(exporting, 'skill', skill)).join('、'),
      from: one.validFrom,
      to: one.validTo,
    }
  }
}
