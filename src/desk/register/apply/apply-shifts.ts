/** The roster: for each member and day the book names, its shifts are all the shifts of that day. */
import type { Selectable } from 'kysely'
import type { RosterShift } from '../../../database/generated/tables.ts'
import { addDays, estateDay, estateInstant, estateTime } from '../../residents/estate-day.ts'
import type { ShiftRecord } from '../records.ts'
import type { Staged } from '../stage.ts'
import { readAreaCheck } from './areas.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, headerOf, orNone } from './difference.ts'
import { groupByKey } from './gather-room.ts'

type Rows = readonly [Staged<'shift'>, ...Staged<'shift'>[]]
type KnownShift = Selectable<RosterShift>
type Columns = { readonly kind: string; readonly areas: readonly string[] }

export async function applyShifts(applying: Applying): Promise<void> {
  const checkAreas = await readAreaCheck(applying, 'shifts')
  for await (const rows of applying.stage.batches('shift', BATCH)) {
    rows.forEach(checkAreas)
    const members = await knownMembers(applying, rows)
    for (const group of groupByKey(rows)) {
      const member = members.get(group[0].key)
      if (member) await applyMember(applying, member, group)
      else for (const row of group) reportStranger(applying, row)
    }
    applying.progress(rows.length)
  }
}

async function knownMembers(
  { tx, projectId }: Applying,
  rows: readonly Staged<'shift'>[],
): Promise<ReadonlyMap<string, Member>> {
  const staff = await tx
    .selectFrom('staff')
    .select(['id', 'userId', 'name'])
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .where((where) => where.fn<string>('lower', ['userId']), 'in', [
      ...new Set(rows.map((row) => row.key)),
    ])
    .execute()
  return new Map(staff.map((one) => [one.userId.toLowerCase(), one]))
}

async function applyMember(applying: Applying, member: Member, rows: Rows): Promise<void> {
  const known = new Map(
    (await shiftsOfDays(applying, member, rows)).map((shift) => [spanOf(shift), shift]),
  )
  const stated = new Map<string, Staged<'shift'>>()
  for (const row of rows) {
    const span = spanOf(row.data)
    const twin = stated.get(span)
    if (twin) reportTwin(applying, row, twin)
    else stated.set(span, row)
  }
  for (const [span, { data }] of stated) {
    const before = known.get(span)
    if (before) await changeShift(applying, member, before, data)
    else await addShift(applying, member, data)
  }
  for (const [span, shift] of known) {
    if (!stated.has(span)) await removeShift(applying, member, shift)
  }
}

async function shiftsOfDays({ tx }: Applying, member: Member, rows: Rows): Promise<KnownShift[]> {
  const days = new Set(rows.map((row) => row.data.day))
  const sorted = [...days].sort()
  const shifts = await tx
    .selectFrom('roster_shift')
    .selectAll()
    .where('staffId', '=', member.id)
    .where('startAt', '>=', estateInstant(sorted.at(0) ?? '', '00:00'))
    .where('startAt', '<', estateInstant(addDays(sorted.at(-1) ?? '', 1), '00:00'))
    .execute()
  return shifts.filter((shift) => days.has(estateDay(shift.startAt)))
}

async function addShift(applying: Applying, member: Member, shift: ShiftRecord): Promise<void> {
  const { startAt, endAt, kind } = shift
  const { projectId } = applying
  await applying.tx
    .insertInto('roster_shift')
    .values({
      id: applying.newId(),
      projectId,
      staffId: member.id,
      kind,
      startAt: new Date(startAt),
      endAt: new Date(endAt),
      areas: [...(shift.areas ?? [])],
    })
    .execute()
  const label = labelOf(member, shift)
  applying.changes.add({ kind: 'shift', action: 'added', label, differences: [] })
}

async function changeShift(
  applying: Applying,
  member: Member,
  before: KnownShift,
  { kind, areas }: ShiftRecord,
): Promise<void> {
  const { register } = applying.rules
  const word = (id: string) => register.legends.shift_kind[id]?.[0] ?? id
  const { set, differences } = differ<Columns>(
    register,
    'shifts',
    {
      kind: { field: 'kind', show: word },
      areas: { field: 'areas', show: (codes) => codes.join('、') },
    },
    { known: before, given: { kind, areas: orNone(areas, []) } },
  )
  if (differences.length === 0) return
  await applying.tx
    .updateTable('roster_shift')
    .set(set as Partial<KnownShift>)
    .where('id', '=', before.id)
    .execute()
  const label = labelOf(member, before)
  applying.changes.add({ kind: 'shift', action: 'changed', label, differences })
}

async function removeShift(applying: Applying, member: Member, shift: KnownShift): Promise<void> {
  await applying.tx.deleteFrom('roster_shift').where('id', '=', shift.id).execute()
  const label = labelOf(member, shift)
  applying.changes.add({ kind: 'shift', action: 'removed', label, differences: [] })
}

function reportStranger(applying: Applying, { sheet, row, data }: Staged<'shift'>): void {
  const header = headerOf(applying.rules.register, 'shifts', 'account')
  applying.problems.error({ sheet, row, header, value: data.account }, 'staff_unknown')
}

function reportTwin(
  applying: Applying,
  { sheet, row, data }: Staged<'shift'>,
  twin: Staged<'shift'>,
): void {
  const header = headerOf(applying.rules.register, 'shifts', 'start')
  const place = { sheet, row, header, value: data.account }
  applying.problems.error(place, 'row_twice', { other: twin.row })
}

interface Member {
  readonly id: string
  readonly name: string
}

interface Span {
  readonly startAt: Date | string
  readonly endAt: Date | string
}

function spanOf({ startAt, endAt }: Span): string {
  return `${new Date(startAt).toISOString()}/${new Date(endAt).toISOString()}`
}

function labelOf(member: Member, { startAt, endAt }: Span): string {
  const start = new Date(startAt)
  return `${member.name} ${estateDay(start)} ${estateTime(start)}–${estateTime(new Date(endAt))}`
}
