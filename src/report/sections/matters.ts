/** Single matters as lines: where they stand, without a word of who reported them. */
import { estateDay } from '../../desk/residents/estate-day.ts'
import { FINISHED_STATES, isIn, isTicketState } from '../../desk/tickets/states.ts'
import type { Cell, Column, Table } from '../document.ts'
import type { Matter } from '../read/complaints.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'

export type Outcome = 'settled' | 'withdrawn' | 'forced' | 'going'

export function outcomeOf({ state, closeCode }: Pick<Matter, 'state' | 'closeCode'>): Outcome {
  if (state === 'CANCELLED') return 'withdrawn'
  if (closeCode === 'forced') return 'forced'
  return isTicketState(state) && isIn(state, FINISHED_STATES) ? 'settled' : 'going'
}

/** How many of something came to what. */
export function outcomeTable(
  say: Say,
  title: string,
  first: { readonly title: string; nameOf(key: string): string },
  groups: ReadonlyMap<string, readonly Matter[]>,
): Table {
  const outcomes: readonly Outcome[] = ['settled', 'going', 'withdrawn', 'forced']
  const shown = outcomes.filter((one) =>
    [...groups.values()].flat().some((matter) => outcomeOf(matter) === one),
  )
  const columns: Column[] = [
    { title: first.title, kind: 'text' },
    { title: say('columns.count'), kind: 'count' },
    ...shown.map((one) => ({ title: say(`complaints.${one}`), kind: 'count' as const })),
  ]
  const rows = [...groups].map(([key, matters]): Cell[] => [
    first.nameOf(key),
    matters.length,
    ...shown.map((one) => matters.filter((matter) => outcomeOf(matter) === one).length),
  ])
  return { kind: 'table', title, columns, rows }
}

/** By a key, the most frequent first. */
export function grouped<One>(all: readonly One[], keyOf: (one: One) => string) {
  const groups = new Map<string, One[]>()
  for (const one of all) {
    const key = keyOf(one)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return new Map(
    [...groups].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1)),
  )
}

/** What every list of matters begins with. */
export function matterColumns(say: Say): Column[] {
  const titles = ['number', 'day', 'leaf', 'building'] as const
  return titles.map((one) => ({ title: say(`columns.${one}`), kind: 'text' }))
}

export function matterCells(
  { names }: ReportFacts,
  say: Say,
  matter: Pick<Matter, 'number' | 'createdAt' | 'category' | 'building' | 'isConfidential'>,
): Cell[] {
  const { number, createdAt, category, building } = matter
  if (matter.isConfidential) {
    return [say('confidential'), estateDay(createdAt), say('confidential'), say('confidential')]
  }
  const place = building === '' ? say('no_building') : names.building(building)
  return [number, estateDay(createdAt), names.leaf(category), place]
}

/** The first of a list, and the line that says how many more there are. */
export function cut<One>(
  { rules }: ReportFacts,
  say: Say,
  all: readonly One[],
): { readonly shown: readonly One[]; readonly note: { readonly note?: string } } {
  const most = rules.report.rows.matters
  const left = all.length - most
  return { shown: all.slice(0, most), note: left > 0 ? { note: say('more', { count: left }) } : {} }
}
