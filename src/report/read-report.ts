/** Everything a report is made of, read in one transaction that sees one moment. */
import type { Tx } from '../database/open-database.ts'
import type { Rules } from '../desk/rules.ts'
import type { ReportMonth } from './month.ts'
import { type Ahead, readAhead } from './read/ahead.ts'
import { type Danger, type Matter, readComplaints, readDangers } from './read/complaints.ts'
import { type FigureBook, readFigures } from './read/figure-book.ts'
import { type FeesOfItem, readFees, readIncome } from './read/money.ts'
import { type Names, readNames } from './read/names.ts'
import { type OpenMatters, readOpenMatters } from './read/open-matters.ts'
import { readScores } from './read/scores.ts'

export interface ReportFacts {
  readonly project: string
  readonly month: ReportMonth
  readonly now: Date
  readonly rules: Rules
  readonly names: Names
  readonly figures: FigureBook
  /** How many scores of 1 to 5 were given, by score. */
  readonly scores: ReadonlyMap<number, number>
  readonly complaints: readonly Matter[]
  readonly dangers: readonly Danger[]
  readonly fees: readonly FeesOfItem[]
  /** Fen. */
  readonly income: number
  readonly matters: OpenMatters
  readonly ahead: Ahead
}

export interface ReportWish {
  readonly project: { readonly id: string; readonly name: string }
  readonly month: ReportMonth
  readonly now: Date
  readonly rules: Rules
}

/** Null when the project has nothing of that month: no ticket, no promise, no bill, no payment. */
export async function readReport(tx: Tx, wish: ReportWish): Promise<ReportFacts | null> {
  const { project, month, now, rules } = wish
  const at = { projectId: project.id, month }
  const figures = await readFigures(tx, { ...at, rules: rules.report })
  const fees = await readFees(tx, at)
  const income = await readIncome(tx, at)
  if (figures.measures.size === 0 && fees.every(({ bills }) => bills === 0) && income === 0) {
    return null
  }
  const categories = rules.categories.all.filter(({ hazard }) => hazard).map(({ id }) => id)
  return {
    ...{ project: project.name, month, now, rules, figures, fees, income },
    names: await readNames(tx, { projectId: project.id, rules }),
    scores: await readScores(tx, at),
    complaints: await readComplaints(tx, at),
    dangers: await readDangers(tx, { ...at, categories }),
    matters: await readOpenMatters(tx, { projectId: project.id, now, before: month.endAt }),
    ahead: await readAhead(tx, { projectId: project.id, month: month.next }),
  }
}
