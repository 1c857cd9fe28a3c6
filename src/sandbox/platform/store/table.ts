/** One table of the platform's memory: rows by key, and the rows that belong together by group. */

export interface Table<Row> {
  get(key: string): Row | undefined
  /** Only inside a transaction (see store.ts). */
  put(key: string, row: Row): void
  remove(key: string): void
  /** In the order the keys first came. */
  all(): IterableIterator<Row>
  keys(): IterableIterator<string>
  /** The rows of one group, in the order they first came. */
  inGroup(group: string): Row[]
  countInGroup(group: string): number
  /** Grows with every change to a row of the group. */
  changesInGroup(group: string): number
  readonly size: number
}

/** Told of every change before it happens, with what stood there, so that it can be journaled and undone. */
export type OnChange = (key: string, before: unknown, after: unknown) => void

/** A table in memory. `groupOf` names the group of a row; without it `inGroup` finds nothing. */
export function openTable<Row>(
  onChange: OnChange,
  groupOf?: (row: Row) => string,
): Table<Row> & { set(key: string, row: Row | null): void } {
  const rows = new Map<string, Row>()
  const groups = new Map<string, Map<string, Row>>()
  const changes = new Map<string, number>()

  function set(key: string, row: Row | null): void {
    const before = rows.get(key)
    if (groupOf) {
      regroup(groups, groupOf, key, [before, row])
      for (const group of new Set([before, row].flatMap((each) => (each ? groupOf(each) : [])))) {
        changes.set(group, (changes.get(group) ?? 0) + 1)
      }
    }
    if (row === null) rows.delete(key)
    else rows.set(key, row)
  }

  function change(key: string, after: Row | null): void {
    onChange(key, rows.get(key) ?? null, after)
    set(key, after)
  }

  return {
    set,
    get: (key) => rows.get(key),
    put: (key, row) => change(key, row),
    remove: (key) => change(key, null),
    all: () => rows.values(),
    keys: () => rows.keys(),
    inGroup: (group) => [...(groups.get(group)?.values() ?? [])],
    countInGroup: (group) => groups.get(group)?.size ?? 0,
    changesInGroup: (group) => changes.get(group) ?? 0,
    get size() {
      return rows.size
    },
  }
}

/** A changed row keeps its place among its group; a row that left the group is taken out. */
function regroup<Row>(
  groups: Map<string, Map<string, Row>>,
  groupOf: (row: Row) => string,
  key: string,
  [before, after]: readonly [Row | undefined, Row | null],
): void {
  const left = before === undefined ? undefined : groupOf(before)
  const joined = after === null ? undefined : groupOf(after)
  if (left !== undefined && left !== joined) groups.get(left)?.delete(key)
  if (after === null || joined === undefined) return
  const members = groups.get(joined)
  if (members) members.set(key, after)
  else groups.set(joined, new Map([[key, after]]))
}
