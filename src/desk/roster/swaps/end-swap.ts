/** How a swap ends without being approved: who took it back, said no or let it pass, and who hears of it. */
import type { ClickAnswer } from '../../action.ts'
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import type { Unfit } from './fits.ts'
import { auditSwap, type SwapRow, swapSubject, swapWords } from './swap.ts'

type Ending = 'DECLINED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN'

/** Both hear of it but the one who ended it; the cards that asked are greyed. */
export async function endSwap(
  work: Work,
  swap: SwapRow,
  { state, clicker, why }: { state: Ending; clicker?: StaffMember; why?: Unfit },
): Promise<ClickAnswer> {
  const decided = clicker ? { decidedById: clicker.id, decidedAt: work.now } : {}
  await changeSwap(work, swap, { state, ...decided })
  for (const to of [swap.fromStaffId, swap.toStaffId]) {
    if (to === clicker?.id) continue
    const more = { state, by: clicker?.name ?? '', why: why ?? '' }
    await tellOfSwap(work, swap, { to, words: 'roster.swap_ended', name: 'ended', more })
  }
  await auditSwap(work, swap, state.toLowerCase())
  const close = { words: 'roster.swap_card_ended', values: { state } }
  const except = clicker ? { exceptStaffId: clicker.id } : {}
  await work.tell.closeCards(work, swapSubject(swap.id), { ...close, ...except })
  return { outcome: state.toLowerCase(), close }
}

export async function changeSwap(work: Work, swap: SwapRow, set: Partial<SwapRow>): Promise<void> {
  await work.tx.updateTable('roster_swap').set(set).where('id', '=', swap.id).execute()
}

export async function tellOfSwap(
  work: Work,
  swap: SwapRow,
  told: { to: string; words: string; name: string; more?: Readonly<Record<string, string>> },
): Promise<void> {
  await work.tell.staff(work, told.to, {
    words: told.words,
    values: { ...(await swapWords(work, swap)), ...told.more },
    key: `swap-${swap.id}-${told.name}-${told.to}`,
    purpose: 'notice',
  })
}
