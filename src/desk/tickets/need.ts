/** What a ticket needs of whoever is to work on it: trade, place, room for one more. */
import type { Work } from '../work.ts'
import type { Need } from './candidates.ts'
import { categoryOf } from './categories.ts'
import type { Priority } from './rules.ts'
import type { TicketRow } from './ticket.ts'

/** `maxGiven`: so many tickets may the rules give somebody in a while; null where people choose. */
export async function needFor(
  work: Work,
  ticket: TicketRow,
  { maxGiven }: Pick<Need, 'maxGiven'>,
): Promise<Need> {
  const { handlers, skill, certificate, hazard } = categoryOf(
    work.rules.categories,
    ticket.category,
  )
  const { max_open_weight, max_open } = work.rules.tickets.dispatch
  const priority = ticket.priority as Priority
  return {
    handlers,
    skill,
    priority,
    buildingCode: ticket.buildingCode,
    unitCode: await unitOf(work, ticket),
    maxOpenWeight: max_open_weight,
    maxOpen: max_open[priority],
    maxGiven,
    needsCertificate: certificate !== null,
    isDanger: hazard,
  }
}

async function unitOf(work: Work, { roomId }: TicketRow): Promise<string | null> {
  if (!roomId) return null
  const row = await work.tx
    .selectFrom('room')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select('unit.code')
    .where('room.id', '=', roomId)
    .executeTakeFirst()
  return row?.code ?? null
}
