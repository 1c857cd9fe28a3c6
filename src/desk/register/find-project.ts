/** Which project a book is for. */
import type { Database, Tx } from '../../database/open-database.ts'

export interface ProjectOfBook {
  readonly id: string
  readonly name: string
  readonly isNew: boolean
}

/**
 * The project of that name, made when there is none; without a name the company's only project, or a first one
 * called `defaultName`. With several and no name: theirs to choose from.
 */
export async function projectOfBook(
  at: { readonly tx: Tx; readonly now: Date; readonly newId: () => string },
  corpId: string,
  { name, defaultName }: { readonly name: string | undefined; readonly defaultName: string },
): Promise<ProjectOfBook | { readonly known: readonly string[] }> {
  const found = await findProject(at.tx, corpId, name)
  if ('id' in found) return { ...found, isNew: false }
  if (name === undefined && found.known.length > 0) return found
  const id = at.newId()
  const code = await freeCode(at.tx, corpId)
  const made = { id, corpId, code, name: name ?? defaultName, createdAt: at.now }
  await at.tx.insertInto('project').values(made).execute()
  return { id, name: made.name, isNew: true }
}

/** The project of that name, or the company's only one; else the names there are to choose from. */
export async function findProject(
  db: Database | Tx,
  corpId: string,
  name: string | undefined,
): Promise<{ readonly id: string; readonly name: string } | { readonly known: readonly string[] }> {
  const projects = await db
    .selectFrom('project')
    .select(['id', 'name'])
    .where('corpId', '=', corpId)
    .orderBy('createdAt')
    .execute()
  const fitting = name === undefined ? projects : projects.filter((one) => one.name === name)
  const [only, ...others] = fitting
  return only && others.length === 0 ? only : { known: projects.map((one) => one.name) }
}

/** P1, P2 … */
async function freeCode(tx: Tx, corpId: string): Promise<string> {
  const rows = await tx.selectFrom('project').select('code').where('corpId', '=', corpId).execute()
  const taken = new Set(rows.map((row) => row.code))
  for (let number = taken.size + 1; ; number++) {
    if (!taken.has(`P${number}`)) return `P${number}`
  }
}
