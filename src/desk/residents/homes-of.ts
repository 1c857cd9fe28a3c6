/** The rooms a chat account may act for today, and what it may do there. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Work } from '../work.ts'
import { accountOf, type ChatAccount } from './account.ts'
import { estateDay } from './estate-day.ts'
import { byStrength, type Relation } from './relations.ts'
import { roomLabel } from './room-label.ts'

export interface Home {
  readonly projectId: string
  readonly roomId: string
  /** "3-2-501" */
  readonly code: string
  /** "3栋2单元501" */
  readonly label: string
  readonly buildingCode: string
  readonly personId: string
  readonly relation: Relation
  /** The first day here, 'YYYY-MM-DD': what happened before is another household's. */
  readonly since: string
  readonly canSeeFees: boolean
  readonly canPay: boolean
  readonly canVote: boolean
}

/** Who somebody of a home is. */
export interface Resident {
  readonly id: string
  readonly name: string
  /** Sealed: open it only to show it to the person themselves or to who may see it. */
  readonly phoneEnc: string | null
  readonly phoneLast4: string | null
}

type Reader = Pick<Work, 'tx' | 'now' | 'rules'>

/**
 * A binding alone gives nothing: the person must also live in or own the room today, so that rights end the
 * minute an occupancy ends (servicedesk.md A9). `projectId` null looks through the whole company.
 */
export async function homesOf(
  at: Reader,
  account: ChatAccount,
  projectId: string | null,
): Promise<(Home & { readonly resident: Resident })[]> {
  const rows = await bound(at, account, projectId).execute()
  const strongest = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const other = strongest.get(row.roomId)
    const isStronger =
      !other || byStrength(row.relation as Relation, other.relation as Relation) < 0
    const since = other && other.since < row.since ? other.since : row.since
    strongest.set(row.roomId, { ...(isStronger ? row : other), since })
  }
  return [...strongest.values()].map(
    ({ buildingName, unit, number, name, phoneEnc, phoneLast4, ...row }) => ({
      ...row,
      relation: row.relation as Relation,
      label: roomLabel(at.rules.residents, { buildingName, unit, number }),
      resident: { id: row.personId, name, phoneEnc, phoneLast4 },
    }),
  )
}

/** The homes of whoever does this work; staff and the system have none. */
export async function homesOfActor(work: Work): Promise<Home[]> {
  if (work.actor.kind !== 'owner') return []
  return await homesOf(work, accountOf(work.actor), work.actor.projectId)
}

function bound(at: Reader, account: ChatAccount, projectId: string | null) {
  const query = at.tx
    .selectFrom('binding')
    .innerJoin('occupancy', (join) =>
      join
        .onRef('occupancy.personId', '=', 'binding.personId')
        .onRef('occupancy.roomId', '=', 'binding.roomId'),
    )
    .innerJoin('person', 'person.id', 'binding.personId')
    .innerJoin('room', 'room.id', 'binding.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['room.projectId', 'room.id as roomId', 'room.code', 'room.number'])
    .select(['building.code as buildingCode', 'building.name as buildingName', 'unit.code as unit'])
    .select(['person.name', 'person.phoneEnc', 'person.phoneLast4'])
    .select(['person.id as personId', 'occupancy.relation', 'occupancy.validFrom as since'])
    .select(['occupancy.canSeeFees', 'occupancy.canPay', 'occupancy.canVote'])
    .where('binding.corpId', '=', account.corpId)
    .where('binding.channel', '=', account.channel)
    .where('binding.externalUserId', '=', account.userId)
    .where('binding.status', '=', 'ACTIVE')
    .where('person.deletedAt', 'is', null)
    .where(livesThere(estateDay(at.now)))
    .orderBy('binding.decidedAt')
    .orderBy('room.code')
    .orderBy('occupancy.id')
  return projectId === null ? query : query.where('binding.projectId', '=', projectId)
}

/** Holds on its first day, no longer on `validTo`. */
export function livesThere(day: string) {
  return sql<SqlBool>`(occupancy."validFrom" <= ${day}
    AND (occupancy."validTo" IS NULL OR occupancy."validTo" > ${day}))`
}

/** Whether the person that a row of `table` names lives in or owns the row's room on that day. */
export function holderLivesThere(
  table: 'binding_code' | 'contact_way',
  day: string,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`EXISTS (SELECT 1 FROM occupancy
    WHERE occupancy."personId" = ${sql.ref(`${table}.personId`)}
      AND occupancy."roomId" = ${sql.ref(`${table}.roomId`)} AND ${livesThere(day)})`
}
