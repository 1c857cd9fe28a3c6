/** Finds the fee item a row names, by code or by name; and rooms by their codes. */
import type { Work } from '../work.ts'

interface Register extends Pick<Work, 'tx'> {
  readonly projectId: string
}

export interface NamedItem {
  readonly id: string
  readonly name: string
  readonly formula: string
}

export type ItemFinder = (codeOrName: string) => NamedItem | undefined

/** A code counts before a name; a name that two items share finds none. Width does not matter. */
export async function itemFinder({ tx, projectId }: Register): Promise<ItemFinder> {
  const items = await tx
    .selectFrom('fee_item')
    .select(['id', 'code', 'name', 'formula'])
    .where('projectId', '=', projectId)
    .execute()
  const byCode = new Map(items.map((item) => [item.code, item]))
  return (text) => {
    const named = items.filter((item) => item.name.normalize('NFKC') === text)
    return byCode.get(text) ?? (named.length === 1 ? named[0] : undefined)
  }
}

/** Room ids by code. */
export async function roomsByCode(
  { tx, projectId }: Register,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const rooms = await tx
    .selectFrom('room')
    .select(['id', 'code'])
    .where('projectId', '=', projectId)
    .where('code', 'in', [...new Set(codes)])
    .execute()
  return new Map(rooms.map((room) => [room.code, room.id]))
}
