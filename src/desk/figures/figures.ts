/** Reads the figures of docs/figures.md: how many of how many, and what was left out of the count. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../database/generated/tables.ts'
import type { Database, Tx } from '../../database/open-database.ts'

type Dimension = 'all' | 'kind' | 'leaf' | 'building' | 'team' | 'person'

/** Why a fact is in neither part of the fraction (docs/figures.md). */
type LeftOut =
  | 'cancelled'
  | 'merged'
  | 'replaced'
  | 'paused'
  | 'running'
  | 'forced'
  | 'repeat'
  | 'unasked'
  | 'silent'

export interface Figure extends Readonly<Record<LeftOut, number>> {
  /** finished | day_fix | first_fix | reopen | callback | satisfaction, or the kind of a clock: accept, arrive, resolve … */
  readonly measure: string
  readonly dimension: Dimension
  /** The kind, the category, the building's code, the id of the team or person; empty where there is none. */
  readonly key: string
  /** Of persons, as they were called then. */
  readonly name: string | null
  readonly numerator: number
  readonly denominator: number
  readonly total: number
  /** Of satisfaction: the sum of the scores. */
  readonly scoreSum: number | null
}

interface FigureOfTime extends Figure {
  readonly projectId: string
  /** '2026-10' in one view, '2026-W44' in the other, as ISO counts weeks. */
  readonly month: string
  readonly week: string
}

type WithViews = Tables & { figure_month: FigureOfTime; figure_week: FigureOfTime }

/** Every figure of a project in one month of the estate. Nothing happened: no rows. */
export function figuresOfMonth(
  db: Database | Tx,
  projectId: string,
  month: string,
): Promise<readonly Figure[]> {
  return figuresOf(db, 'figure_month', { projectId, month })
}

/** The same of one week; of one measure only, when it is named. */
export function figuresOfWeek(
  db: Database | Tx,
  projectId: string,
  week: string,
  measure?: string,
): Promise<readonly Figure[]> {
  return figuresOf(db, 'figure_week', { projectId, week, ...(measure && { measure }) })
}

/** A large month is counted in memory: its million rows of facts come to some 30 MB, and on disk they take twice as long. */
const MEMORY = '64MB'

async function figuresOf(
  db: Database | Tx,
  view: 'figure_month' | 'figure_week',
  when: Partial<FigureOfTime>,
): Promise<readonly Figure[]> {
  if (!db.isTransaction) return await db.transaction().execute((tx) => figuresOf(tx, view, when))
  await sql`SET LOCAL work_mem = ${sql.lit(MEMORY)}`.execute(db)
  return await (db as unknown as Kysely<WithViews>)
    .selectFrom(view)
    .selectAll()
    .where((where) => where.and(when))
    .orderBy('measure')
    .orderBy('dimension')
    .orderBy('key')
    .execute()
}
