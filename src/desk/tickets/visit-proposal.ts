/** Another time that staff proposed for a visit: its row. */
import type { Selectable } from 'kysely'
import type { VisitProposal as ProposalTable } from '../../database/generated/tables.ts'
import { messageOf } from '../message-of.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import type { Appointment } from './appointment.ts'
import type { TicketRow } from './ticket.ts'

export type Proposal = Selectable<ProposalTable>

type End = 'agreed' | 'declined' | 'replaced'

/** The ticket is locked; an earlier one that is still open is replaced. */
export async function insertProposal(
  work: Work,
  ticket: TicketRow,
  { staff, window }: { readonly staff: StaffMember; readonly window: Appointment },
): Promise<Proposal> {
  await endProposals(work, ticket.id, 'replaced')
  return await work.tx
    .insertInto('visit_proposal')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      staffId: staff.id,
      staffName: staff.name,
      text: window.text,
      startAt: window.start,
      endAt: window.end,
      proposedAt: work.now,
      state: 'open',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends what is open of a ticket; the ticket is locked. */
export async function endProposals(work: Work, ticketId: string, state: End): Promise<void> {
  const messageId = messageOf(work.actor)
  await work.tx
    .updateTable('visit_proposal')
    .set({ state, answeredAt: work.now, messageId })
    .where('ticketId', '=', ticketId)
    .where('state', '=', 'open')
    .execute()
}

export async function findProposal(
  work: Work,
  ticketId: string,
  proposalId: string,
): Promise<Proposal | null> {
  const row = await work.tx
    .selectFrom('visit_proposal')
    .selectAll()
    .where('id', '=', proposalId)
    .where('ticketId', '=', ticketId)
    .executeTakeFirst()
  return row ?? null
}
