/** Which tickets a member of staff may know of: a confidential complaint is for those who need it. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StaffMember } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { isConfidential } from './details.ts'
import { OPEN_STATES } from './states.ts'
import type { TicketRow } from './ticket.ts'

type Asking = Pick<Work, 'tx'> & { readonly rules: Pick<Work['rules'], 'tickets'> }
type Seen = Pick<TicketRow, 'id' | 'kind' | 'category' | 'details'>

/** The mark of a confidential complaint, as a condition on `ticket`. */
const CONFIDENTIAL = sql<boolean>`(ticket.kind = 'complaint'
  AND coalesce(ticket.details ->> 'confidential', '') = 'true')`

/**
 * A condition on `ticket`: what this member may know of. Of a contractor's people that is what they were given,
 * and never a confidential complaint. That is seen by who has it or helps with it, who answers for
 * it from the first word, who wrote it down, and the roles of rules/tickets.yaml; never by whom it is about, nor by who
 * shares a team with them, unless that is a manager (servicedesk.md A6, "Confidential reporter").
 */
export function seenByMember(
  rules: Pick<Work['rules'], 'tickets'>,
  member: Pick<StaffMember, 'id' | 'roles' | 'teamId' | 'kind'>,
): RawBuilder<SqlBool> {
  if (!isOfTheHouse(member)) return sql<SqlBool>`${givenTo(member.id)} AND NOT ${CONFIDENTIAL}`
  const { seen_by } = rules.tickets.complaints.confidential
  const handles = member.roles.some((role) => seen_by.includes(role))
  const isManager = member.roles.includes('manager')
  return sql<SqlBool>`(NOT ${CONFIDENTIAL} OR (
    NOT ${member.id} = ANY (ticket."againstIds")
    AND (${isManager} OR NOT EXISTS (SELECT 1 FROM staff mate
      WHERE mate.id = ANY (ticket."againstIds") AND mate."teamId" = ${member.teamId}::text))
    AND (${handles} OR ${member.id} IN (coalesce(ticket."assigneeId", ''),
      coalesce(ticket."firstResponderId", ''), coalesce(ticket."loggedByStaffId", ''))
      OR EXISTS (SELECT 1 FROM ticket_helper help WHERE help."ticketId" = ticket.id
        AND help."staffId" = ${member.id} AND help."endedAt" IS NULL))))`
}

/** What somebody has in hand or was offered, as long as that lasts (servicedesk.md E3: access ends with the order). */
function givenTo(staffId: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(ticket.state = ANY (${[...OPEN_STATES]}::text[]) AND (ticket."assigneeId" = ${staffId}
    OR EXISTS (SELECT 1 FROM assignment given WHERE given."ticketId" = ticket.id
      AND given."staffId" = ${staffId} AND given."endedAt" IS NULL)
    OR EXISTS (SELECT 1 FROM ticket_helper help WHERE help."ticketId" = ticket.id
      AND help."staffId" = ${staffId} AND help."endedAt" IS NULL)))`
}

/** Whether a member may know of a ticket. */
export async function maySee(work: Asking, member: StaffMember, ticket: Seen): Promise<boolean> {
  if (!isConfidential(ticket) && isOfTheHouse(member)) return true
  return (await those(work, [member], ticket.id)).length > 0
}

/** Those of some members who may know of a ticket, in their order. */
export async function whoMaySee<Member extends StaffMember>(
  work: Asking,
  members: readonly Member[],
  ticket: Seen,
): Promise<readonly Member[]> {
  const isFree = !isConfidential(ticket) && members.every(isOfTheHouse)
  return isFree ? members : those(work, members, ticket.id)
}

async function those<Member extends StaffMember>(
  { tx, rules }: Asking,
  members: readonly Member[],
  ticketId: string,
): Promise<readonly Member[]> {
  const seen: Member[] = []
  for (const member of members) {
    const row = await tx
      .selectFrom('ticket')
      .select('id')
      .where('id', '=', ticketId)
      .where(seenByMember(rules, member))
      .executeTakeFirst()
    if (row) seen.push(member)
  }
  return seen
}
