/** A servicer begins, pauses or stops taking chats (wecom.md 3.3). */
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { logServicerStatus } from './log.ts'

/** The stop_type of a servicer who takes no chats: 1 suspended for a while, 0 stopped (wecom.md 3.3, 3.7). */
export function stopType(servicing: MemberRow['servicing']): 0 | 1 {
  return servicing === 'paused' ? 1 : 0
}

/** The event counts the other way round than kf/servicer/list: 1 receiving, 2 stopped. */
export function setServicing(
  world: World,
  member: MemberRow,
  servicing: MemberRow['servicing'],
): void {
  if (member.servicing === servicing) return
  world.tables.members.put(member.id.toLowerCase(), { ...member, servicing })
  const details =
    servicing === 'receiving' ? { status: 1 } : { status: 2, stop_type: stopType(servicing) }
  for (const { openKfId } of world.corp.kfAccounts) {
    logServicerStatus(world, openKfId, { servicer_userid: member.id, ...details })
  }
}
