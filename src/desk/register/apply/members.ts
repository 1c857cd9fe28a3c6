/** Finds whom a row means: by account, or by a name only one person has. */
import type { Place } from '../problems.ts'
import type { TableName } from '../tables.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'

export interface Member {
  readonly id: string
  readonly userId: string
  readonly name: string
}

/** Everybody of the project who has not left, as rows may call them; undefined for a stranger and for namesakes. */
export async function readMembers({
  tx,
  projectId,
}: Applying): Promise<(called: string) => Member | undefined> {
  const staff = await tx
    .selectFrom('staff')
    .select(['id', 'userId', 'name'])
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .execute()
  const byAccount = new Map(staff.map((one) => [one.userId.toLowerCase(), one]))
  return (called) => {
    const account = byAccount.get(called.toLowerCase())
    if (account) return account
    const [one, ...namesakes] = staff.filter(({ name }) => name === called)
    return namesakes.length === 0 ? one : undefined
  }
}

/** Says that a cell means nobody. */
export function reportNobody(
  { problems, rules }: Applying,
  place: Pick<Place, 'sheet' | 'row'>,
  cell: { readonly table: TableName; readonly field: string; readonly value: string },
): void {
  const header = headerOf(rules.register, cell.table, cell.field)
  problems.error({ ...place, header, value: cell.value }, 'member_unknown')
}
