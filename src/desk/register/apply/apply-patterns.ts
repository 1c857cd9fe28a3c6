/** Patterns of duty: entered, changed, or ended by a day. One the book does not name stays. */
import type { Selectable } from 'kysely'
import type { RosterPattern } from '../../../database/generated/tables.ts'
import type { PatternRecord } from '../records.ts'
import type { RegisterRules } from '../rules.ts'
import type { Staged } from '../stage.ts'
import { weekdayWords } from '../table/parse-weekdays.ts'
import { readAreaCheck } from './areas.ts'
import { type Applying, stagedOf } from './context.ts'
import { differ, type FieldRules, headerOf, orNone } from './difference.ts'
import { type Member, readMembers, reportNobody } from './members.ts'
import { readTeams, type Teams } from './teams.ts'

type Row = Selectable<RosterPattern>
type Columns = Omit<Row, 'id' | 'projectId' | 'name' | 'createdAt'>
type MemberOf = (called: string) => Member | undefined

export async function applyPatterns(applying: Applying): Promise<void> {
  const checkAreas = await readAreaCheck(applying, 'patterns')
  const memberOf = await readMembers(applying)
  const teams = await readTeams(applying)
  const rows = await applying.tx
    .selectFrom('roster_pattern')
    .selectAll()
    .where('projectId', '=', applying.projectId)
    .execute()
  const known = new Map(rows.map((row) => [row.name, row]))
  const lookups = { memberOf, teams }
  const first = new Map<string, number>()
  for await (const staged of stagedOf(applying, 'pattern')) {
    const twin = first.get(staged.key)
    if (twin === undefined) {
      first.set(staged.key, staged.row)
      checkAreas(staged)
      await applyPattern(applying, lookups, staged, known.get(staged.key))
    } else reportTwin(applying, staged, twin)
  }
}

interface Lookups {
  readonly memberOf: MemberOf
  readonly teams: Teams
}

async function applyPattern(
  applying: Applying,
  lookups: Lookups,
  staged: Staged<'pattern'>,
  before: Row | undefined,
): Promise<void> {
  const given = await columnsOf(applying, lookups, staged)
  if (!given) return
  const isWorked = (given.staffIds ?? before?.staffIds ?? []).length > 0
  const teamId = given.teamId === undefined ? before?.teamId : given.teamId
  if (!isWorked && !teamId) reportEmpty(applying, staged)
  else if (before) await changePattern(applying, before, { given, teams: lookups.teams })
  else await addPattern(applying, staged.key, given)
}

function reportTwin(
  { problems, rules }: Applying,
  { sheet, row, key }: Staged<'pattern'>,
  other: number,
): void {
  const header = headerOf(rules.register, 'patterns', 'pattern')
  problems.error({ sheet, row, header, value: key }, 'row_twice', { other })
}

function reportEmpty({ problems, rules }: Applying, { sheet, row }: Staged<'pattern'>): void {
  const header = headerOf(rules.register, 'patterns', 'members')
  problems.error({ sheet, row, header }, 'nobody_named')
}

type GivenColumns = { [Column in keyof Columns]: Columns[Column] | undefined }

/** What the row says, in columns; undefined when it names a stranger. 无 means what stands when nothing is said. */
async function columnsOf(
  applying: Applying,
  { memberOf, teams }: Lookups,
  staged: Staged<'pattern'>,
): Promise<GivenColumns | undefined> {
  const { data } = staged
  const called = orNone(data.members, [])
  const staffIds = called && idsOf(applying, memberOf, staged, { field: 'members', called })
  const first = data.anchor ? [data.anchor] : []
  const anchors = idsOf(applying, memberOf, staged, { field: 'anchor', called: first })
  if (staffIds === null || anchors === null) return undefined
  return {
    ...hoursOf(data),
    staffIds,
    teamId: data.team === undefined ? undefined : await teams.idOf(data.team),
    validFrom: data.from ?? undefined,
    validTo: data.to,
    turns: orNone(data.turns, 'none'),
    turnLength: orNone(data.turnLength, 1),
    anchorDay: data.anchorDay ?? undefined,
    anchorId: data.anchor === undefined ? undefined : (anchors[0] ?? null),
  }
}

function hoursOf(data: PatternRecord) {
  return {
    kind: orNone(data.kind, 'duty'),
    weekdays: [...data.weekdays],
    startTime: data.start,
    endTime: data.end,
    days: orNone(data.days, 'any'),
    areas: orNone(data.areas, [])?.slice(),
    handoverTime: orNone(data.handoverTime, data.start),
  }
}

/** Null when one of them is a stranger, which is said. */
function idsOf(
  applying: Applying,
  memberOf: MemberOf,
  { sheet, row }: Staged<'pattern'>,
  { field, called }: { readonly field: string; readonly called: readonly string[] },
): string[] | null {
  const strangers = called.filter((one) => !memberOf(one))
  for (const value of strangers) {
    reportNobody(applying, { sheet, row }, { table: 'patterns', field, value })
  }
  return strangers.length > 0 ? null : called.flatMap((one) => memberOf(one)?.id ?? [])
}

async function addPattern(applying: Applying, name: string, given: GivenColumns): Promise<void> {
  const { weekdays = [], startTime = '', endTime = '', validFrom = applying.today } = given
  await applying.tx
    .insertInto('roster_pattern')
    .values({
      id: applying.newId(),
      projectId: applying.projectId,
      ...{ name, weekdays, startTime, endTime, validFrom },
      kind: given.kind ?? 'duty',
      days: given.days ?? 'any',
      areas: given.areas ?? [],
      staffIds: given.staffIds ?? [],
      teamId: given.teamId ?? null,
      validTo: given.validTo ?? null,
      turns: given.turns ?? 'none',
      turnLength: given.turnLength ?? 1,
      handoverTime: given.handoverTime ?? startTime,
      anchorDay: given.anchorDay ?? validFrom,
      anchorId: given.anchorId ?? null,
      createdAt: applying.now,
    })
    .execute()
  applying.changes.add({ kind: 'pattern', action: 'added', label: name, differences: [] })
}

async function changePattern(
  applying: Applying,
  before: Row,
  { given, teams }: { readonly given: GivenColumns; readonly teams: Teams },
): Promise<void> {
  const { register } = applying.rules
  const names = await staffNames(applying)
  // Who has left is no longer named.
  const staffIds = before.staffIds.filter((id) => names.has(id))
  const fields = fieldsOf(register, { names, teams })
  const { set, differences } = differ<Columns>(register, 'patterns', fields, {
    known: { ...before, staffIds },
    given,
  })
  // Whose turn comes when is said by the order, too.
  const isReordered = given.staffIds !== undefined && given.staffIds.join() !== staffIds.join()
  if (differences.length === 0 && !isReordered) return
  const order = isReordered && given.staffIds ? { staffIds: given.staffIds } : {}
  await applying.tx
    .updateTable('roster_pattern')
    .set({ ...set, ...order })
    .where('id', '=', before.id)
    .execute()
  applying.changes.add({ kind: 'pattern', action: 'changed', label: before.name, differences })
}

async function staffNames({ tx, projectId }: Applying): Promise<ReadonlyMap<string, string>> {
  const staff = await tx
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .execute()
  return new Map(staff.map(({ id, name }) => [id, name]))
}

function fieldsOf(
  { legends }: RegisterRules,
  { names, teams }: { readonly names: ReadonlyMap<string, string>; readonly teams: Teams },
): FieldRules<Columns> {
  const word = (legend: 'shift_kind' | 'pattern_days' | 'turns') => (id: string) =>
    legends[legend][id]?.[0] ?? id
  const nameOf = (id: string) => names.get(id) ?? ''
  return {
    kind: { field: 'kind', show: word('shift_kind') },
    weekdays: { field: 'weekdays', show: weekdayWords },
    startTime: { field: 'start' },
    endTime: { field: 'end' },
    days: { field: 'days', show: word('pattern_days') },
    staffIds: { field: 'members', show: (ids) => ids.map(nameOf).join('、') },
    teamId: { field: 'team', show: (id) => teams.nameOf(id) ?? '' },
    areas: { field: 'areas', show: (codes) => codes.join('、') },
    validFrom: { field: 'from' },
    validTo: { field: 'to' },
    turns: { field: 'turns', show: word('turns') },
    turnLength: { field: 'turn_length' },
    handoverTime: { field: 'handover_time' },
    anchorDay: { field: 'anchor_day' },
    anchorId: { field: 'anchor', show: nameOf },
  }
}
