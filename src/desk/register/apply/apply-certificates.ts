/** Certificates: entered or renewed. One the book does not name stays. */
import type { Selectable } from 'kysely'
import type { Certificate } from '../../../database/generated/tables.ts'
import type { Staged } from '../stage.ts'
import { type Applying, stagedOf } from './context.ts'
import { differ, headerOf } from './difference.ts'
import { type Member, readMembers, reportNobody } from './members.ts'

type Row = Selectable<Certificate>

export async function applyCertificates(applying: Applying): Promise<void> {
  const memberOf = await readMembers(applying)
  const rows = await applying.tx
    .selectFrom('certificate')
    .selectAll()
    .where('projectId', '=', applying.projectId)
    .execute()
  const known = new Map(rows.map((row) => [keyOf(row.staffId, row.kind), row]))
  const stated = new Map<string, number>()
  for await (const staged of stagedOf(applying, 'certificate')) {
    const { sheet, row, data } = staged
    const member = memberOf(data.member)
    if (!member) {
      const cell = { table: 'certificates', field: 'member', value: data.member } as const
      reportNobody(applying, { sheet, row }, cell)
      continue
    }
    const key = keyOf(member.id, data.kind)
    const twin = stated.get(key)
    stated.set(key, row)
    const before = known.get(key)
    if (twin !== undefined) reportTwin(applying, staged, twin)
    else if (before) await changeCertificate(applying, member, before, staged)
    else await addCertificate(applying, member, staged)
  }
}

function keyOf(staffId: string, kind: string): string {
  return `${staffId}/${kind}`
}

function reportTwin(
  { problems, rules }: Applying,
  { sheet, row, data }: Staged<'certificate'>,
  other: number,
): void {
  const header = headerOf(rules.register, 'certificates', 'certificate')
  problems.error({ sheet, row, header, value: data.member }, 'row_twice', { other })
}

async function addCertificate(
  applying: Applying,
  member: Member,
  { data }: Staged<'certificate'>,
): Promise<void> {
  const { kind, number = null, validTo = null } = data
  await applying.tx
    .insertInto('certificate')
    .values({
      id: applying.newId(),
      projectId: applying.projectId,
      staffId: member.id,
      ...{ kind, number, validTo, createdAt: applying.now },
    })
    .execute()
  const label = labelOf(applying, member, kind)
  applying.changes.add({ kind: 'certificate', action: 'added', label, differences: [] })
}

async function changeCertificate(
  applying: Applying,
  member: Member,
  before: Row,
  { data }: Staged<'certificate'>,
): Promise<void> {
  const { set, differences } = differ<Pick<Row, 'number' | 'validTo'>>(
    applying.rules.register,
    'certificates',
    { number: { field: 'number' }, validTo: { field: 'valid_to' } },
    { known: before, given: data },
  )
  if (differences.length === 0) return
  await applying.tx.updateTable('certificate').set(set).where('id', '=', before.id).execute()
  const label = labelOf(applying, member, before.kind)
  applying.changes.add({ kind: 'certificate', action: 'changed', label, differences })
}

function labelOf({ rules }: Applying, member: Member, kind: string): string {
  return `${member.name} ${rules.staff.certificates.kinds[kind] ?? kind}`
}
