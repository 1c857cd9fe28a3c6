/** Who is not given a complaint: whom it is about, and of a confidential one whoever works with them in a team and a contractor's people. */
import type { StaffMember } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { complainedAbout } from './complained-about.ts'
import { isConfidential } from './details.ts'
import type { TicketRow } from './ticket.ts'

/** What decides whom it concerns. */
export type Matter = Pick<
  TicketRow,
  'kind' | 'category' | 'projectId' | 'description' | 'details' | 'againstIds'
>

/** Ids of those among `people` (servicedesk.md D4, "not in conflict"; A6, "confidential reporter"). */
export async function keptOut(
  work: Work,
  ticket: Matter,
  people: readonly StaffMember[],
): Promise<ReadonlySet<string>> {
  const about = await complainedAbout(work, ticket, people)
  const all = new Set([...about, ...ticket.againstIds])
  if (!isConfidential(ticket)) return all
  const strangers = people.filter((one) => !isOfTheHouse(one)).map(({ id }) => id)
  if (all.size === 0) return new Set(strangers)
  const rows = await work.tx
    .selectFrom('staff')
    .select('teamId')
    .where('id', 'in', [...all])
    .where('teamId', 'is not', null)
    .execute()
  const teams = rows.map(({ teamId }) => teamId)
  const mates = people.filter(({ teamId, roles }) => {
    return teamId !== null && teams.includes(teamId) && !roles.includes('manager')
  })
  return new Set([...all, ...strangers, ...mates.map(({ id }) => id)])
}
