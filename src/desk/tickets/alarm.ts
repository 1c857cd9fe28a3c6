/** The alarm beside a ticket about danger: it calls the service centre until somebody takes it. */
import { startLadder } from '../clocks/ladder/start-ladder.ts'
import type { Work } from '../work.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Names of rules/clocks.yaml. */
export const HAZARD = 'hazard'

/** Calling again for a ticket whose alarm was taken before begins it anew. */
export async function raiseAlarm(work: Work, ticket: TicketRow): Promise<void> {
  await startLadder(work, {
    projectId: ticket.projectId,
    subject: subjectOf(ticket.id),
    reason: HAZARD,
    chain: HAZARD,
    startAt: work.now,
    dueAt: work.now,
  })
}
