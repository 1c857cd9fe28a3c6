/** Brings the roster in step with what the directory says of some of its people. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Staff } from '../../database/generated/tables.ts'
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import { askAboutMissing } from './ask-about-missing.ts'
import { maySweep, type Verdict, verdictOn } from './decide.ts'
import { leaveRoster } from './leave-roster.ts'
import type { Told } from './told.ts'

type StaffRow = Selectable<Staff>

export interface Answers {
  /** By id in small letters. */
  readonly told: ReadonlyMap<string, Told>
  /** When the directory was asked; at the latest before its first answer. */
  readonly askedAt: Date
}

/**
 * People the answers do not name stay as they are, and so do those an answer to a later question was about. Told
 * again it changes nothing more. Too many who would go at once stay, and a person is asked.
 */
export async function applyStandings(
  work: Work,
  corpId: string,
  { told, askedAt }: Answers,
): Promise<void> {
  await oneAtATime(work, corpId)
  const rows = await staffNamed(work, corpId, [...told.keys()])
  const leaving: StaffRow[] = []
  for (const row of rows) {
    const word = told.get(row.userId.toLowerCase())
    if (!word || (row.toldAt !== null && row.toldAt > askedAt)) continue
    const verdict = verdictOn(onRoster(row), word.standing)
    if (verdict === 'leave') leaving.push(row)
    else await note(work, row, { ...word, verdict, askedAt })
  }
  await letGo(work, corpId, { leaving, askedAt })
}

/** Of many who go one by one each must see who went before: the first of too many is counted by the second. */
async function oneAtATime(work: Work, corpId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`directory/${corpId}`}, 0))`.execute(
    work.tx,
  )
}

/** In the order of ids: two that do the same wait for each other, not crosswise. */
async function staffNamed(work: Work, corpId: string, userIds: readonly string[]) {
  if (userIds.length === 0) return []
  return (
    work.tx
      .selectFrom('staff')
      .selectAll()
      .where('corpId', '=', corpId)
      // One value, however many: a directory of a hundred thousand is more than a statement has places.
      .where(sql<SqlBool>`lower("userId") = ANY (${[...userIds]}::text[])`)
      .orderBy('id')
      .forUpdate()
      .execute()
  )
}

function onRoster({ linkedAt, leftAt, leftBy }: StaffRow) {
  const left = leftAt === null ? null : leftBy === 'directory' ? 'by-directory' : 'by-book'
  return { isLinked: linkedAt !== null, left } as const
}

interface Word extends Told {
  readonly verdict: Verdict
  readonly askedAt: Date
}

async function note(work: Work, row: StaffRow, word: Word): Promise<void> {
  const { verdict, askedAt, departmentIds = row.departmentIds } = word
  const isSame = String(departmentIds) === String(row.departmentIds)
  const isThere = word.standing === 'active' && row.missingAt !== null
  if (verdict === 'keep' && isSame && !isThere) return
  await work.tx
    .updateTable('staff')
    .set({
      departmentIds: [...departmentIds],
      toldAt: askedAt,
      ...(word.standing === 'active' && { missingAt: null }),
      ...(verdict === 'link' && { linkedAt: work.now }),
      ...(verdict === 'return' && { leftAt: null, leftBy: null }),
    })
    .where('id', '=', row.id)
    .execute()
  // The question is about the others now, if there are any.
  if (isThere) await askAboutMissing(work, row)
  if (verdict === 'keep') return
  await audit(work, {
    action: `staff.${verdict}`,
    subject: { kind: 'staff', id: row.id },
    corpId: row.corpId,
    projectId: row.projectId,
    detail: { userId: row.userId },
  })
}

async function letGo(
  work: Work,
  corpId: string,
  { leaving, askedAt }: { readonly leaving: readonly StaffRow[]; readonly askedAt: Date },
): Promise<void> {
  if (leaving.length === 0) return
  const { sweep } = work.rules.directory
  const { lately, known } = await countOf(work, corpId, sweep.window_minutes)
  // About those somebody was asked about a person decides, however long it takes.
  const fresh = leaving.filter(({ missingAt }) => missingAt === null)
  if (maySweep({ known, lately, going: leaving.length }, sweep)) {
    for (const row of fresh) await leaveRoster(work, row, askedAt)
    return
  }
  for (const row of fresh)
    await work.tx
      .updateTable('staff')
      .set({ missingAt: work.now, toldAt: askedAt })
      .where('id', '=', row.id)
      .execute()
  for (const projectId of new Set(fresh.map((row) => row.projectId)))
    await askAboutMissing(work, { corpId, projectId })
}

async function countOf(work: Work, corpId: string, minutes: number) {
  const since = new Date(work.now.getTime() - minutes * 60_000)
  const rows = await work.tx
    .selectFrom('staff')
    .select(['leftAt'])
    .where('corpId', '=', corpId)
    .where('linkedAt', 'is not', null)
    .where((where) =>
      where.or([
        where('leftAt', 'is', null),
        where.and([where('leftBy', '=', 'directory'), where('leftAt', '>', since)]),
      ]),
    )
    .execute()
  return { known: rows.length, lately: rows.filter(({ leftAt }) => leftAt !== null).length }
}
