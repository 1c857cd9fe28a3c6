/** Whether somebody may take what they were offered a while ago: who was asked was decided then, who comes is decided now. */
import { sql } from 'kysely'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { whyDropped } from './candidates.ts'
import { needFor } from './need.ts'
import type { Dropped } from './rules.ts'
import { peopleFor } from './staff-load.ts'
import type { TicketRow } from './ticket.ts'

/** `full`: has all one may have in hand. `unfit`: the trade, the area, the certificate or the agreement is no longer there. */
export type NotNow = 'full' | 'off_duty' | 'unfit'

const SAID: Readonly<Partial<Record<Dropped, NotNow>>> = {
  cap: 'full',
  'off-duty': 'off_duty',
  'on-leave': 'off_duty',
}

/**
 * Why not; null when they may. Source: servicedesk.md A3, grab "with lock, skill, on-duty, cap". An urgent one is
 * anybody's who was offered it: rather one too many in hand than a flat under water. That they gave it back or let it
 * pass does not count against who comes after all. Two matters taken at once count one after the other.
 */
export async function notNow(
  work: Work,
  ticket: TicketRow,
  staff: StaffMember,
): Promise<NotNow | null> {
  if (ticket.priority === 'urgent') return null
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`taking/${staff.id}`}, 0))`.execute(
    work.tx,
  )
  const person = (await peopleFor(work, ticket)).find((one) => one.staff.id === staff.id)
  if (!person) return 'unfit'
  const need = await needFor(work, ticket, { maxGiven: null })
  const why = whyDropped({ ...person, gaveBack: false }, need)
  return why && (SAID[why] ?? 'unfit')
}
