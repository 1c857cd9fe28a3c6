/** Firms by name, for the rows of their people: a book names one that stands in the table of contractors. */
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'

export interface Firms {
  /** Null for no name; a name nobody entered is an error of its row. */
  idOf(name: string | null, place: { readonly sheet: string; readonly row: number }): string | null
  nameOf(id: string | null): string | null
}

export async function readFirms({ tx, projectId, problems, rules }: Applying): Promise<Firms> {
  const firms = await tx
    .selectFrom('contractor')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .execute()
  return {
    idOf(name, { sheet, row }) {
      if (name === null) return null
      const firm = firms.find((one) => one.name === name)
      if (firm) return firm.id
      const header = headerOf(rules.register, 'staff', 'contractor')
      problems.error({ sheet, row, header, value: name }, 'firm_unknown')
      return null
    },
    nameOf: (id) => firms.find((one) => one.id === id)?.name ?? null,
  }
}
