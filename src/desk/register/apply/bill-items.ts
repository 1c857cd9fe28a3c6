/** Finds the fee item a bill names, by code or by name. */
import type { Applying } from './context.ts'

interface ItemOfBill {
  readonly id: string
  readonly name: string
  readonly formula: string
}

export type ItemFinder = (codeOrName: string) => ItemOfBill | undefined

/** A code counts before a name; a name that two items share finds none. Width does not matter. */
export async function billItems({ tx, projectId }: Applying): Promise<ItemFinder> {
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
