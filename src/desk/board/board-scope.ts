/** Which tickets somebody sees on the board: those of their projects, and where their row says so, of their buildings; what is confidential where they need it. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Rules } from '../rules.ts'
import { coversPlace } from '../staff/areas.ts'
import type { StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import { seenByMember, whoMaySee } from '../tickets/may-see.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

/** Those of somebody's posts that look at the board; none for a technician. */
export function boardMembers(
  rules: Pick<Rules, 'board'>,
  members: readonly StaffMember[],
): readonly StaffMember[] {
  return members.filter((member) => actsAs(member, rules.board.roles))
}

/** A condition on `ticket`. What stands in no building is everybody's of the project. */
export function seenBy(
  rules: Pick<Rules, 'tickets'>,
  members: readonly StaffMember[],
): RawBuilder<SqlBool> {
  if (members.length === 0) return sql<SqlBool>`false`
  const parts = members.map((member) => {
    const { projectId, areas } = member
    const isTheirs = seenByMember(rules, member)
    if (areas.length === 0) {
      return sql<SqlBool>`(ticket."projectId" = ${projectId} AND ${isTheirs})`
    }
    return sql<SqlBool>`(ticket."projectId" = ${projectId} AND ${isTheirs} AND (ticket."buildingCode" IS NULL
          OR EXISTS (SELECT 1 FROM unnest(${[...areas]}::text[]) AS area
            WHERE area = ticket."buildingCode" OR starts_with(area, ticket."buildingCode" || '-'))))`
  })
  return sql<SqlBool>`ticket."projectId" = ANY (${projectsOf(members)}::text[])
    AND (${sql.join(parts, sql` OR `)})`
}

/** As whom somebody looks at a ticket; undefined when they may not. */
export async function memberFor(
  at: Pick<Work, 'tx' | 'rules'>,
  members: readonly StaffMember[],
  ticket: TicketRow,
): Promise<StaffMember | undefined> {
  const { projectId, buildingCode } = ticket
  const near = members.filter(
    (member) => member.projectId === projectId && coversPlace(member, { buildingCode }),
  )
  return (await whoMaySee(at, near, ticket))[0]
}

export function projectsOf(members: readonly StaffMember[]): string[] {
  return [...new Set(members.map(({ projectId }) => projectId))]
}
