/** Staff and their shifts, as rows of a book. Who has left is history and not in it. */
import { estateDay, estateTime } from '../../residents/estate-day.ts'
import { type Exporting, opened, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

export async function* exportStaff(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('staff')
      .selectAll()
      .where('projectId', '=', exporting.projectId)
      .where('leftAt', 'is', null)
      .where('userId', '>', after)
      .orderBy('userId')
      .limit(limit)
      .execute()
  for await (const member of pages(read, (row) => row.userId)) {
    const { userId: account, name, roles, skills, areas } = member
    yield {
      account,
      name,
      phone: opened(exporting, member.phoneEnc),
      roles: roles.map((role) => wordOf(exporting, 'role', role)).join('、'),
      skills: skills.map((skill) => wordOf(exporting, 'skill', skill)).join('、'),
      areas: areas.join('、'),
    }
  }
}

export async function* exportShifts(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('roster_shift')
      .innerJoin('staff', 'staff.id', 'roster_shift.staffId')
      .selectAll('roster_shift')
      .select('staff.userId')
      .where('roster_shift.projectId', '=', exporting.projectId)
      .where('staff.leftAt', 'is', null)
      .where('roster_shift.id', '>', after)
      .orderBy('roster_shift.id')
      .limit(limit)
      .execute()
  for await (const shift of pages(read, (row) => row.id)) {
    yield {
      account: shift.userId,
      day: estateDay(shift.startAt),
      start: estateTime(shift.startAt),
      end: estateTime(shift.endAt),
      kind: wordOf(exporting, 'shift_kind', shift.kind),
    }
  }
}
