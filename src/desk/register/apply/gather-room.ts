/** Gathers the rows about one room: its facts, stated once or alike, and everybody said to be in it. */
import type { Problems } from '../problems.ts'
import type { Occupant, RoomFacts } from '../records.ts'
import type { RegisterRules } from '../rules.ts'
import type { Staged } from '../stage.ts'
import { differ, headerOf } from './difference.ts'
import { type RoomColumns, roomFields, statedColumns } from './room-fields.ts'

export type RoomRows = readonly [Staged<'room'>, ...Staged<'room'>[]]

export interface StatedRoom {
  readonly rows: RoomRows
  /** Absent when the book only speaks of people in the room. */
  readonly facts: RoomFacts | undefined
  readonly occupants: readonly StatedOccupant[]
}

/** A room of the batch, there or just made. */
export interface PlacedRoom {
  readonly id: string
  readonly label: string
  readonly stated: StatedRoom
}

export interface StatedOccupant extends Occupant {
  readonly sheet: string
  readonly row: number
}

/** Splits a batch, ordered by key, into rooms. */
export function groupByKey<Row extends { readonly key: string }>(
  rows: readonly Row[],
): (readonly [Row, ...Row[]])[] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const group = groups.get(row.key)
    if (group) group.push(row)
    else groups.set(row.key, [row])
  }
  return [...groups.values()]
}

/** A room may stand in several rows only with a person in each, and with the same facts in all. */
export function gatherRoom(rules: RegisterRules, problems: Problems, rows: RoomRows): StatedRoom {
  const factRows = rows.filter((row) => row.data.facts !== undefined)
  const [first, ...others] = factRows
  for (const other of others) {
    const header = headerOf(rules, 'rooms', 'number')
    const place = { sheet: other.sheet, row: other.row, header, value: other.key }
    const isBare = !other.data.occupant || !first?.data.occupant
    if (isBare) problems.error(place, 'room_twice', { other: first?.row ?? 0 })
    else reportDifferences(rules, problems, first, other)
  }
  return {
    rows,
    facts: first?.data.facts,
    occupants: rows.flatMap(({ sheet, row, data }) =>
      data.occupant ? [{ ...data.occupant, sheet, row }] : [],
    ),
  }
}

function reportDifferences(
  rules: RegisterRules,
  problems: Problems,
  first: Staged<'room'>,
  other: Staged<'room'>,
): void {
  if (!first.data.facts || !other.data.facts) return
  const given = statedColumns(other.data.facts)
  const known = statedColumns(first.data.facts)
  // Only what both rows state can differ.
  const both = Object.entries(given).filter(
    ([column]) => known[column as keyof RoomFacts] !== undefined,
  )
  const { differences } = differ(rules, 'rooms', roomFields(rules), {
    known: known as RoomColumns,
    given: Object.fromEntries(both) as typeof given,
  })
  for (const { field, old, new: value } of differences) {
    const place = { sheet: other.sheet, row: other.row, header: field, value: value ?? '' }
    problems.error(place, 'room_differs', { other: first.row, first: old ?? rules.messages.empty })
  }
}
