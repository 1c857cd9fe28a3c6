/** Those a notice did not reach, a few homes of one building at a time: a town of them never stands in memory at once. */
import { sql } from 'kysely'
import { roomLabel } from '../residents/room-label.ts'
import type { Work } from '../work.ts'
import type { NoticeRow } from './notice.ts'

interface MissedHome {
  readonly building: string
  readonly label: string
  readonly name: string
  readonly last4: string
}

export interface MissedGroup {
  readonly building: string
  /** At most `size`. */
  readonly homes: readonly MissedHome[]
}

export async function* missedGroups(
  work: Work,
  notice: NoticeRow,
  size: number,
): AsyncGenerator<MissedGroup> {
  let homes: MissedHome[] = []
  let building = ''
  for await (const home of missedHomes(work, notice)) {
    if (homes.length > 0 && (homes.length === size || home.building !== building)) {
      yield { building, homes }
      homes = []
    }
    building = home.building
    homes = [...homes, home]
  }
  if (homes.length > 0) yield { building, homes }
}

interface MissedRow extends Omit<MissedHome, 'label' | 'last4'> {
  readonly last4: string | null
  readonly buildingName: string
  readonly unit: string
  readonly number: string
}

const ROWS_AT_ONCE = 500

/** Sorted once, by a cursor: it is read while tasks are opened in the same transaction. */
async function* missedHomes(work: Work, notice: NoticeRow): AsyncGenerator<MissedHome> {
  const query = work.tx
    .selectFrom('notice_recipient as recipient')
    .innerJoin('person', 'person.id', 'recipient.personId')
    .innerJoin('room', 'room.id', 'recipient.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['person.name', 'person.phoneLast4 as last4', 'recipient.buildingCode as building'])
    .select(['building.name as buildingName', 'unit.code as unit', 'room.number'])
    .where('recipient.noticeId', '=', notice.id)
    .where('recipient.state', '<>', 'sent')
    .orderBy('recipient.buildingCode')
    .orderBy('room.code')
    .orderBy('recipient.id')
  await sql`DECLARE notice_missed NO SCROLL CURSOR FOR ${query}`.execute(work.tx)
  for (;;) {
    const { rows } =
      await sql<MissedRow>`FETCH ${sql.lit(ROWS_AT_ONCE)} FROM notice_missed`.execute(work.tx)
    for (const { name, last4, building, ...room } of rows)
      yield { building, name, last4: last4 ?? '', label: roomLabel(work.rules.residents, room) }
    if (rows.length < ROWS_AT_ONCE) break
  }
  await sql`CLOSE notice_missed`.execute(work.tx)
}
