/** Who pays for a ticket: what was decided about it, else what its category says as a rule. */
import { categoryOf } from '../tickets/categories.ts'
import type { Payer } from '../tickets/category-rules.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

/** Nobody knows yet whether it is the developer's: the service centre is asked, and nobody is charged meanwhile. */
export const UNSETTLED = 'unsettled'

/** The database holds only payers that this folder wrote. */
export function payerOf(
  work: Pick<Work, 'rules'>,
  { payer, category }: Pick<TicketRow, 'payer' | 'category'>,
): Payer | typeof UNSETTLED {
  const decided = payer as Payer | typeof UNSETTLED | null
  return decided ?? categoryOf(work.rules.categories, category).payer
}

/** Who pays once it is not the developer's. */
export function payerWithout(
  work: Pick<Work, 'rules'>,
  { category, roomId }: Pick<TicketRow, 'category' | 'roomId'>,
): Payer {
  const { payer, place } = categoryOf(work.rules.categories, category)
  if (payer !== 'developer_warranty') return payer
  const isShared = place === 'public' || roomId === null
  return work.rules.warranty.over[isShared ? 'public' : 'home']
}
