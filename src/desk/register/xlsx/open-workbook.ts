/** Opens a workbook for reading: its sheets, and the rows of each as they stream in. */
import type { ByteSource } from './byte-source.ts'
import { readDateStyles } from './date-formats.ts'
import { readMerges, withMerges } from './merged-cells.ts'
import { readSharedStrings } from './shared-strings.ts'
import { type BookContext, type Row, sheetRows } from './sheet-rows.ts'
import { type SheetPart, workbookParts } from './workbook-parts.ts'
import { readZipDirectory, type ZipLimits } from './zip-directory.ts'

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Reads the sheet from its beginning; only rows with values, merged cells filled. */
  rows(): AsyncIterable<Row>
}

/**
 * Everything shared is read now, rows when asked for: memory does not grow with the number of rows.
 * @throws BadBook here or while rows are read
 */
export async function openWorkbook(
  source: ByteSource,
  limits: ZipLimits,
): Promise<readonly Sheet[]> {
  const entries = await readZipDirectory(source, limits)
  const parts = await workbookParts(source, entries)
  const context: BookContext = {
    strings: await readSharedStrings(source, parts.sharedStrings),
    dateStyles: await readDateStyles(source, parts.styles),
    from1904: parts.from1904,
  }
  return parts.sheets.map((part) => ({
    name: part.name,
    isHidden: part.isHidden,
    rows: () => rowsOf(source, part, context),
  }))
}

async function* rowsOf(
  source: ByteSource,
  part: SheetPart,
  context: BookContext,
): AsyncGenerator<Row> {
  const merges = await readMerges(source, part.entry)
  yield* withMerges(sheetRows(source, part.entry, context), merges)
}
