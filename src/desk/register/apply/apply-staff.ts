/** Staff: entered, changed, or left when the book gives a last day. Who is not in the book stays. */
import type { Selectable } from 'kysely'
import type { Staff } from '../../../database/generated/tables.ts'
import { estateDay, estateInstant } from '../../residents/estate-day.ts'
import { ROLE_WORDS, SKILL_WORDS, STAFF_KIND_WORDS, type StaffKind } from '../../staff/roles.ts'
import type { Staged } from '../stage.ts'
import { applyReplacements } from './apply-replacements.ts'
import { readAreaCheck } from './areas.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf, orNone } from './difference.ts'
import { type Firms, readFirms } from './firms.ts'
import { groupByKey } from './gather-room.ts'
import { readTeams, type Teams } from './teams.ts'

type StaffRow = Selectable<Staff>
interface Columns {
  readonly name: string
  readonly roles: readonly string[]
  readonly skills: readonly string[]
  readonly areas: readonly string[]
  readonly team: string | null
  readonly maxOpen: number | null
  readonly kind: string
  /** The firm's name. */
  readonly firm: string | null
  /** The last four digits stand for the number. */
  readonly phoneLast4: string | null
  readonly leftDay: string | null
}

interface Groups {
  readonly teams: Teams
  readonly firms: Firms
}

const words = (names: Readonly<Record<string, string>>) => (ids: readonly string[]) =>
  ids.map((id) => names[id] ?? id).join('、')

const FIELDS: FieldRules<Columns> = {
  name: { field: 'name' },
  phoneLast4: { field: 'phone', show: (last4) => `****${last4}` },
  roles: { field: 'roles', show: words(ROLE_WORDS) },
  skills: { field: 'skills', show: words(SKILL_WORDS) },
  areas: { field: 'areas', show: (codes) => codes.join('、') },
  team: { field: 'team' },
  maxOpen: { field: 'max_open' },
  kind: { field: 'staff_kind', show: (kind) => STAFF_KIND_WORDS[kind as StaffKind] },
  firm: { field: 'contractor' },
  leftDay: { field: 'left' },
}

export async function applyStaff(applying: Applying): Promise<void> {
  const checkAreas = await readAreaCheck(applying, 'staff')
  const teams = await readTeams(applying)
  const firms = await readFirms(applying)
  const fresh = new Set<string>()
  for await (const rows of applying.stage.batches('staff', BATCH)) {
    const known = await knownStaff(applying, rows)
    for (const [row, ...twins] of groupByKey(rows)) {
      reportTwins(applying, row, twins)
      checkAreas(row)
      const before = known.get(row.key)
      warnOfLater(applying, row)
      if (before) await changeStaff(applying, { teams, firms }, before, row)
      else await addStaff(applying, { teams, firms }, row)
      if (!before) fresh.add(row.key)
    }
    applying.progress(rows.length)
  }
  await applyReplacements(applying, fresh)
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

async function addStaff(
  applying: Applying,
  { teams, firms }: Groups,
  { data, ...place }: Staged<'staff'>,
): Promise<void> {
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
      teamId: await teams.idOf(data.team ?? null),
      maxOpen: data.maxOpen ?? null,
      kind: data.staffKind ?? 'own',
      contractorId: firms.idOf(data.contractor ?? null, place),
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
  { teams, firms }: Groups,
  before: StaffRow,
  { data, ...place }: Staged<'staff'>,
): Promise<void> {
  const { phone, skills, areas, left } = data
  const isOtherPhone = phone !== undefined && phone.phoneHash !== before.phoneHash
  const { set, differences } = differ<Columns>(applying.rules.register, 'staff', FIELDS, {
    known: {
      ...before,
      team: teams.nameOf(before.teamId),
      firm: firms.nameOf(before.contractorId),
      leftDay: before.leftAt && estateDay(before.leftAt),
    },
    given: {
      name: data.name,
      roles: data.roles,
      skills: orNone(skills, []),
      areas: orNone(areas, []),
      team: data.team,
      firm: data.contractor,
      maxOpen: data.maxOpen,
      kind: orNone<string>(data.staffKind, 'own'),
      phoneLast4: isOtherPhone ? phone.phoneLast4 : undefined,
      leftDay: left && left > applying.today ? undefined : left,
    },
  })
  if (differences.length === 0 && !isOtherPhone) return
  const { leftDay, team, firm, phoneLast4: _last4, ...columns } = set
  const phoneColumns = isOtherPhone ? phone : {}
  const teamColumns = team === undefined ? {} : { teamId: await teams.idOf(team) }
  const firmColumns = firm === undefined ? {} : { contractorId: firms.idOf(firm, place) }
  const other = { ...phoneColumns, ...teamColumns, ...firmColumns, ...leftColumns(leftDay) }
  await applying.tx
    .updateTable('staff')
    .set({ ...(columns as Partial<StaffRow>), ...other })
    .where('id', '=', before.id)
    .execute()
  const label = labelOf(before.userId, before.name)
  applying.changes.add({ kind: 'staff', action: 'changed', label, differences })
}

/** What the book says of the end is the book's, whatever the directory said before. */
function leftColumns(leftDay: string | null | undefined) {
  if (leftDay === undefined) return {}
  return { leftAt: leftDay && estateInstant(leftDay, '00:00'), leftBy: null }
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
