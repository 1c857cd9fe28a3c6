/** Those whom ladders call, one of each role, and what they hear. */
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { aStaffMember } from '../../support/desk/staff.ts'
import type { ClockDesk } from './clock-desk.ts'

const ROLES = ['technician', 'lead', 'dispatcher', 'agent', 'manager'] as const

/** The ids of the staff, by role. */
export type CalledPeople = Readonly<Record<(typeof ROLES)[number], string>>

/** A leak nobody needs to be woken for. */
export const NORMAL: Match = {
  kind: 'repair',
  categories: ['water', 'water.leak'],
  calendar: 'business',
  priority: 'normal',
}

export async function calledPeople({ db }: ClockDesk): Promise<CalledPeople> {
  const ids = ROLES.map(async (role) => {
    return [role, await aStaffMember(db, { name: role, roles: [role] })] as const
  })
  return Object.fromEntries(await Promise.all(ids)) as CalledPeople
}

/** Nothing is promised, called or said yet. */
export async function beginAnew(desk: ClockDesk): Promise<void> {
  const tables = ['timer', 'sla_clock', 'escalation_run', 'ping', 'missed_ping'] as const
  for (const table of tables) await desk.db.deleteFrom(table).execute()
  desk.tell.clear()
}

/** "lead escalation.summary 12" for each message so far, in order of receivers. */
export function heardBy(people: CalledPeople, desk: ClockDesk): string[] {
  const names = new Map(Object.entries(people).map(([role, id]) => [id, role]))
  return desk.tell.told
    .flatMap((note) => {
      const count = 'values' in note ? (note.values['count'] ?? '') : ''
      if (note.to === 'card') return [`${names.get(note.staffId)} ${note.card} ${count}`.trim()]
      if (note.to === 'staff') return [`${names.get(note.staffId)} ${note.words} ${count}`.trim()]
      return note.to === 'robot' ? [`群 ${note.words} ${count}`.trim()] : []
    })
    .sort()
}
