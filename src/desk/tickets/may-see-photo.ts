/** Whether a photo behind a link may still be looked at: a contractor's people lose it with the ticket it belongs to. */
import { findStaff } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { seenByMember } from './may-see.ts'
import { ticketSheet } from './ticket-sheet.ts'

/**
 * Of the member of staff who acts. The house keeps a link for as long as it is good; a contractor's people look at
 * what belongs to a ticket in their hands now (servicedesk.md E3, art. 21: access ends with the order).
 */
export async function maySeePhoto(work: Work, fileId: string): Promise<boolean> {
  const member = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (!member) return false
  if (isOfTheHouse(member)) return true
  const inHand = await work.tx
    .selectFrom('ticket')
    .select('id')
    .where('projectId', '=', member.projectId)
    .where(seenByMember(work.rules, member))
    .execute()
  for (const { id } of inHand) {
    const sheet = await ticketSheet(work, id)
    const ids = [...(sheet?.photoIds ?? []), ...(sheet?.sitePhotos ?? []).map((one) => one.fileId)]
    if (ids.includes(fileId)) return true
  }
  return false
}
