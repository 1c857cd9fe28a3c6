/** Owners kept in a table of their own come to the rooms that name them; what does not meet is reported. */
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'

export async function bringOwners({
  stage,
  problems,
  rules,
}: Pick<Applying, 'stage' | 'problems' | 'rules'>): Promise<void> {
  const { unknown, roomless, twice } = await stage.linkOwners()
  const header = headerOf(rules.register, 'owners', 'code')
  const placed = ({ sheet, row, code }: (typeof unknown)[number]) => ({
    ...{ sheet, row, header },
    value: code,
  })
  for (const one of unknown) problems.warn(placed(one), 'owner_unknown')
  for (const one of roomless) problems.warn(placed(one), 'owner_roomless')
  for (const one of twice) problems.error(placed(one), 'row_twice', { other: one.otherRow })
}
