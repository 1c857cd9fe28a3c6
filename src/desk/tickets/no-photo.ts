/** Finished without the photo that is wanted, and why: the service centre looks at it. */
import { openTask } from '../tasks/open-task.ts'
import type { Work } from '../work.ts'
import { holderOf } from './staff-step.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Once for each completion. */
export async function reportNoPhoto(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  const { id, corpId, projectId, number, place, buildingCode, completions } = ticket
  await openTask(work, {
    kind: 'missing-photo',
    key: `missing-photo-${id}-${completions}`,
    corpId,
    projectId,
    role: 'dispatcher',
    subject: subjectOf(id),
    ...(buildingCode ? { buildingCode } : {}),
    values: { number, place, reason, holder: await holderOf(work, ticket) },
  })
}
