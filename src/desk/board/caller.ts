/** Who phones: the homes a number is known for, and what goes on there already. */
import { estateDay } from '../residents/estate-day.ts'
import { phoneNumber } from '../residents/phone-number.ts'
import { roomLabel } from '../residents/room-label.ts'
import { coversPlace } from '../staff/areas.ts'
import type { StaffMember } from '../staff/staff.ts'
import { seenByMember } from '../tickets/may-see.ts'
import { OPEN_STATES } from '../tickets/states.ts'
import { type TicketRow, ticketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

export interface CallerHome {
  readonly name: string
  /** "3-2-501" */
  readonly code: string
  /** "3栋2单元501" */
  readonly label: string
  /** Open matters of that room, newest first. */
  readonly open: readonly TicketRow[]
}

const MOST_HOMES = 8
const MOST_OPEN = 5

/** Where people with this number live or own today, as far as the member sees; empty for a number nobody has. */
export async function homesOfCaller(
  at: Pick<Work, 'tx' | 'now' | 'rules' | 'seals'>,
  member: StaffMember,
  phone: string,
): Promise<readonly CallerHome[]> {
  const number = phoneNumber(phone)
  if (!number) return []
  const { projectId } = member
  const today = estateDay(at.now)
  const rows = await at.tx
    .selectFrom('person')
    .innerJoin('occupancy', 'occupancy.personId', 'person.id')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['person.name', 'room.id as roomId', 'room.code', 'room.number'])
    .select(['unit.code as unit', 'building.name as buildingName', 'building.code as buildingCode'])
    .where('person.projectId', '=', projectId)
    .where('person.phoneHash', '=', at.seals.hash(number))
    .where('person.deletedAt', 'is', null)
    .where('occupancy.validFrom', '<=', today)
    .where((or) =>
      or.or([or('occupancy.validTo', 'is', null), or('occupancy.validTo', '>', today)]),
    )
    .orderBy('room.code')
    .limit(MOST_HOMES)
    .execute()
  const seen = rows.filter(({ buildingCode, unit }) =>
    coversPlace(member, { buildingCode, unitCode: unit }),
  )
  return Promise.all(
    seen.map(async ({ name, code, roomId, ...room }) => ({
      name,
      code,
      label: roomLabel(at.rules.residents, room),
      open: await openIn(at, member, roomId),
    })),
  )
}

async function openIn(
  { tx, rules }: Pick<Work, 'tx' | 'rules'>,
  member: StaffMember,
  roomId: string,
) {
  const rows = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', member.projectId)
    .where('roomId', '=', roomId)
    .where(seenByMember(rules, member))
    .where('state', 'in', [...OPEN_STATES])
    .orderBy('createdAt', 'desc')
    .limit(MOST_OPEN)
    .execute()
  return rows.map(ticketRow)
}
