/** Teams are there once a row names them. */
import type { Applying } from './context.ts'

export interface Teams {
  /** Its id, made when nobody named it before; null for no team. */
  idOf(name: string | null): Promise<string | null>
  nameOf(id: string | null): string | null
}

export async function readTeams({ tx, projectId, newId }: Applying): Promise<Teams> {
  const rows = await tx
    .selectFrom('team')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .execute()
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return {
    async idOf(name) {
      const known = name === null ? null : ids.get(name)
      if (name === null || known) return known ?? null
      const id = newId()
      await tx.insertInto('team').values({ id, projectId, name, leadId: null }).execute()
      ids.set(name, id)
      names.set(id, name)
      return id
    },
    nameOf: (id) => (id === null ? null : (names.get(id) ?? null)),
  }
}
