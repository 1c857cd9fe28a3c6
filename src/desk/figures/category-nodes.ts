/** Lays the tree of rules/categories.yaml beside the tickets, where the views of the figures can see it. */
import type { Database, Tx } from '../../database/open-database.ts'
import type { CategoryRules } from '../tickets/category-rules.ts'

/** A node that left the file stays: tickets keep its id. Twice changes nothing. */
export async function keepCategoryNodes(db: Database | Tx, rules: CategoryRules): Promise<void> {
  const rows = rules.all.map((node) => {
    const { id, kind, name, path, line, hazard, reopen_days: reopenDays } = node
    return { id, kind, name, path, line: [...line], hazard, reopenDays }
  })
  await db
    .insertInto('category_node')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((fresh) => ({
        kind: fresh.ref('excluded.kind'),
        name: fresh.ref('excluded.name'),
        path: fresh.ref('excluded.path'),
        line: fresh.ref('excluded.line'),
        hazard: fresh.ref('excluded.hazard'),
        reopenDays: fresh.ref('excluded.reopenDays'),
      })),
    )
    .execute()
}
