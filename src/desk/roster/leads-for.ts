/** The leads to turn to for a matter: of the team, else of the trade and place, else of the place, else any. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { type DutyQuestion, onDutyStaff } from './on-duty.ts'

export interface LeadQuestion extends Omit<DutyQuestion, 'roles'> {
  /** Of whoever has the matter. */
  readonly teamId?: string | null
}

/** Only leads who are on duty: where one is absent, the next is asked. */
export async function leadsFor(work: Work, question: LeadQuestion): Promise<StaffMember[]> {
  const { skill: _skill, teamId, ...anyTrade } = question
  const { buildingCode: _building, ...anywhere } = anyTrade
  if (teamId) {
    const ofTeam = await teamLeads(work, teamId, await onDutyStaff(work, anywhere))
    if (ofTeam.length > 0) return ofTeam
  }
  const { teamId: _team, ...byTrade } = question
  for (const attempt of [byTrade, anyTrade, anywhere]) {
    const leads = await onDutyStaff(work, { ...attempt, roles: ['lead'] })
    if (leads.length > 0) return leads
  }
  return []
}

/** The one the team names, else those of its members who are leads. */
async function teamLeads(
  work: Work,
  teamId: string,
  onDuty: readonly StaffMember[],
): Promise<StaffMember[]> {
  const team = await work.tx
    .selectFrom('team')
    .select('leadId')
    .where('id', '=', teamId)
    .executeTakeFirst()
  const named = onDuty.filter(({ id }) => id === team?.leadId)
  if (named.length > 0) return named
  return onDuty.filter((one) => one.teamId === teamId && one.roles.includes('lead'))
}
