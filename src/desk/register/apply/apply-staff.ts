/** Staff: entered, changed, or left when the book gives a last day. Who is not in the book stays. */
import type { Selectable } from 'kysely'
import type { Staff } from '../../../database/generated/tables.ts'
import { estateDay, estateInstant } from '../../residents/estate-day.ts'
import { ROLE_WORDS, SKILL_WORDS } from '../../staff/roles.ts'
import type { Staged } from '../stage.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { groupByKey } from './gather-room.ts'

type StaffRow = Selectable<Staff>
interface Columns {
  readonly name: string
  readonly roles: readonly string[]
  readonly skills: readonly string[]
  readonly areas: readonly string[]
  /** The last four digits stand for the number. */
  readonly phoneLast4: string | null
  readonly leftDay: string | null
}

const words = (names: Readonly<Record<string, string>>) => (ids: readonly string[]) =>
  ids.map((id) => names[id] ?? id).join('、')

const FIELDS: FieldRules<Columns> = {
  name: { field: 'name' },
  phoneLast4: { field: 'phone', show: (last4) => `****${last4}` },
  roles: { field: 'roles', show: words(ROLE_WORDS) },
  skills: { field: 'skills', show: words(SKILL_WORDS) },
  areas: { field: 'areas', show: (codes) => codes.join('、') },
  leftDay: { field: 'left' },
}

export async function applyStaff(applying: Applying): Promise<void> {
  const buildings = await buildingCodes(applying)
  for await (const rows of applying.stage.batches('staff', BATCH)) {
    const known = await knownStaff(applying, rows)
    for (const [row, ...twins] of groupByKey(rows)) {
      reportTwins(applying, row, twins)
      reportAreas(applying, buildings, row)
      const before = known.get(row.key)
      warnOfLater(applying, row)
      if (before) await changeStaff(applying, before, row)
      else await addStaff(applying, row)
    }
    applying.progress(rows.length)
  }
}

async function buildingCodes({ tx, projectId }: Applying): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('building')
    .select('code')
    .where('projectId', '=', projectId)
    .execute()
  return new Set(rows.map((row) => row.code))
}

/** Directory ids compare without case. */
async function knownStaff(
  { tx, projectId }: Applying,
  rows: readonly Staged<'staff'>[],
): Promise<ReadonlyMap<string, StaffRow>> {
  const known = await tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where((where) => where.fn<string>('lower', ['userId']), 'in', [
      ...new Set(rows.map((row) => row.key)),
    ])
    .execute()
  return new Map(known.map((row) => [row.userId.toLowerCase(), row]))
}

function reportTwins(
  { problems, rules }: Applying,
  first: Staged<'staff'>,
  twins: readonly Staged<'staff'>[],
): void {
  for (const twin of twins) {
    const header = headerOf(rules.register, 'staff', 'account')
    const place = { sheet: twin.sheet, row: twin.row, header, value: twin.data.account }
    problems.error(place, 'row_twice', { other: first.row })
  }
}

function reportAreas(
  { problems, rules }: Applying,
  buildings: ReadonlySet<string>,
  { sheet, row, data }: Staged<'staff'>,
): void {
  const strange = (data.areas ?? []).filter((code) => !buildings.has(code))
  if (strange.length === 0) return
  const header = headerOf(rules.register, 'staff', 'areas')
  problems.error({ sheet, row, header, value: strange.join('、') }, 'area_unknown')
}

async function addStaff(applying: Applying, { data }: Staged<'staff'>): Promise<void> {
  const { account, name, roles, skills, areas, phone, left } = data
  await applying.tx
    .insertInto('staff')
    .values({
      id: applying.newId(),
      corpId: applying.corpId,
      projectId: applying.projectId,
      userId: account,
      name,
      roles: [...roles],
      skills: [...(skills ?? [])],
      areas: [...(areas ?? [])],
      phoneEnc: phone?.phoneEnc ?? null,
      phoneHash: phone?.phoneHash ?? null,
      phoneLast4: phone?.phoneLast4 ?? null,
      leftAt: left && left <= applying.today ? estateInstant(left, '00:00') : null,
      createdAt: applying.now,
    })
    .execute()
  const label = labelOf(account, name)
  applying.changes.add({ kind: 'staff', action: 'added', label, differences: [] })
}

async function changeStaff(
  applying: Applying,
  before: StaffRow,
  { data }: Staged<'staff'>,
): Promise<void> {
  const { phone, skills, areas, left } = data
  const isOtherPhone = phone !== undefined && phone.phoneHash !== before.phoneHash
  const { set, differences } = differ<Columns>(applying.rules.register, 'staff', FIELDS, {
    known: { ...before, leftDay: before.leftAt && estateDay(before.leftAt) },
    given: {
      name: data.name,
      roles: data.roles,
      skills: skills === null ? [] : skills,
      areas: areas === null ? [] : areas,
      phoneLast4: isOtherPhone ? phone.phoneLast4 : undefined,
      leftDay: left && left > applying.today ? undefined : left,
    },
  })
  if (differences.length === 0 && !isOtherPhone) return
  const { leftDay, ...columns } = set
  await applying.tx
    .updateTable('staff')
    .set({
      ...(columns as Partial<Pick<StaffRow, 'name' | 'roles' | 'skills' | 'areas'>>),
      ...(isOtherPhone ? phone : {}),
      // What the book says of the end is the book's, whatever the directory said before.
      ...(leftDay === undefined
        ? {}
        : { leftAt: leftDay && estateInstant(leftDay, '00:00'), leftBy: null }),
    })
    .where('id', '=', before.id)
    .execute()
  const label = labelOf(before.userId, before.name)
  applying.changes.add({ kind: 'staff', action: 'changed', label, differences })
}

/** Somebody still at work would lose their cards at once if a later last day were entered now. */
function warnOfLater(applying: Applying, { sheet, row, data }: Staged<'staff'>): void {
  if (!data.left || data.left <= applying.today) return
  const header = headerOf(applying.rules.register, 'staff', 'left')
  applying.problems.warn({ sheet, row, header, value: data.left }, 'left_later')
}

function labelOf(account: string, name: string): string {
  return `${name}（${account}）`
}
