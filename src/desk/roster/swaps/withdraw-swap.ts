/** 不换了: either of the two takes a swap back that no lead has approved yet. */
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { endSwap } from './end-swap.ts'
import { isPart, lockSwap, type SwapRow } from './swap.ts'

/** Open ones the member is part of, the soonest first. */
export function openSwapsOf({ tx }: Pick<Work, 'tx'>, member: StaffMember): Promise<SwapRow[]> {
  return tx
    .selectFrom('roster_swap')
    .selectAll()
    .where('state', 'in', ['REQUESTED', 'AGREED'])
    .where((or) => or.or([or('fromStaffId', '=', member.id), or('toStaffId', '=', member.id)]))
    .orderBy('startAt')
    .orderBy('id')
    .execute()
}

/** The other one is told and keeps their hours. `over`: meanwhile decided, begun or taken back. */
export async function withdrawSwap(
  work: Work,
  { member, swapId }: { readonly member: StaffMember; readonly swapId: string },
): Promise<{ readonly outcome: 'ok' | 'over' | 'gone'; readonly swap?: SwapRow }> {
  const swap = await lockSwap(work.tx, swapId)
  if (!swap || !isPart(swap, member)) return { outcome: 'gone' }
  if (swap.state !== 'REQUESTED' && swap.state !== 'AGREED') return { outcome: 'over' }
  await endSwap(work, swap, { state: 'WITHDRAWN', clicker: member })
  return { outcome: 'ok', swap }
}
