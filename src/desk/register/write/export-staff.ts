/** Staff, their teams, certificates and shifts, as rows of a book. Who has left is history and not in it. */
import { estateDay, estateTime } from '../../residents/estate-day.ts'
import { type Exporting, opened, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

export async function* exportStaff(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('staff')
      .leftJoin('team', 'team.id', 'staff.teamId')
      .leftJoin('staff as other', (join) =>
        join.onRef('other.id', '=', 'staff.replacementId').on('other.leftAt', 'is', null),
      )
      .leftJoin('contractor', 'contractor.id', 'staff.contractorId')
      .selectAll('staff')
      .select('contractor.name as firm')
      .select(['team.name as team', 'other.userId as replacement'])
      .where('staff.projectId', '=', exporting.projectId)
      .where('staff.leftAt', 'is', null)
      .where('staff.userId', '>', after)
      .orderBy('staff.userId')
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
      team: member.team,
      max_open: member.maxOpen,
      staff_kind: wordOf(exporting, 'staff_kind', member.kind),
      contractor: member.firm,
      replacement: member.replacement,
    }
  }
}

/** The lead is named by account; one who has left leads nobody. */
export async function* exportTeams({ tx, projectId }: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    tx
      .selectFrom('team')
      .leftJoin('staff', (join) =>
        join.onRef('staff.id', '=', 'team.leadId').on('staff.leftAt', 'is', null),
      )
      .select(['team.name as team', 'staff.userId as lead'])
      .where('team.projectId', '=', projectId)
      .where('team.name', '>', after)
      .orderBy('team.name')
      .limit(limit)
      .execute()
  yield* pages(read, (row) => row.team)
}

/** Named by account: names may occur twice. */
export async function* exportCertificates(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('certificate')
      .innerJoin('staff', 'staff.id', 'certificate.staffId')
      .selectAll('certificate')
      .select('staff.userId')
      .where('certificate.projectId', '=', exporting.projectId)
      .where('staff.leftAt', 'is', null)
      .where('certificate.id', '>', after)
      .orderBy('certificate.id')
      .limit(limit)
      .execute()
  for await (const one of pages(read, (row) => row.id)) {
    yield {
      member: one.userId,
      certificate: wordOf(exporting, 'certificate', one.kind),
      number: one.number,
      valid_to: one.validTo,
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
      areas: shift.areas.join('、'),
    }
  }
}
