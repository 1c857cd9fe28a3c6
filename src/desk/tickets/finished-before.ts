/** Finds the finished ticket that somebody who phones may mean once more. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { findDuplicate } from './find-duplicate.ts'
import { seenByMember } from './may-see.ts'
import { canReopen } from './reopen.ts'
import { type Report, readReport } from './report.ts'
import { FINISHED_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'

/**
 * The last one of the same room and leaf that can still be opened again; null when one is open, to which it is added,
 * or when the report is not complete.
 */
export async function finishedBefore(
  work: Work,
  staff: StaffMember,
  report: Report,
): Promise<TicketRow | null> {
  const read = await readReport(work, staff.projectId, report)
  if (typeof read === 'string' || read.roomId === null || !read.category.visit) return null
  if (await findDuplicate(work, staff.projectId, read)) return null
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where('roomId', '=', read.roomId)
    .where('category', '=', read.category.id)
    .where('state', 'in', [...FINISHED_STATES])
    .where(seenByMember(work.rules, staff))
    .orderBy('createdAt', 'desc')
    .execute()
  return rows.map(ticketRow).find((ticket) => canReopen(work, ticket)) ?? null
}
