/**
 * Reads a query page by page, in the order of one unique column, so that memory stays flat. Of a large table
 * that is the order of an index: with another collation each page would sort all rows again.
 */

const PAGE = 1_000

/** `read` gives at most `limit` rows whose `keyOf` is greater than `after`, in its order. */
export async function* pages<Row>(
  read: (after: string, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row> {
  let after = ''
  for (;;) {
    const rows = await read(after, PAGE)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = keyOf(last)
  }
}
