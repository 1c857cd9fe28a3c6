/** Which sheets a workbook has, in their order, and where their parts are (ECMA-376 part 1, 12.3.23). */
import { BadBook } from './bad-book.ts'
import type { ByteSource } from './byte-source.ts'
import { readPart } from './read-part.ts'
import { attribute } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

export interface SheetPart {
  readonly name: string
  readonly isHidden: boolean
  readonly entry: ZipEntry
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[]
  /** Days are counted from 1904. */
  readonly from1904: boolean
  readonly sharedStrings: ZipEntry | undefined
  readonly styles: ZipEntry | undefined
}

type Entries = ReadonlyMap<string, ZipEntry>

/** @throws BadBook `not_xlsx` when the zip is something else: a document, an archive of photos */
export async function workbookParts(source: ByteSource, entries: Entries): Promise<WorkbookParts> {
  const path = (await relations(source, entries, '_rels/.rels', '')).find(
    isA('officeDocument'),
  )?.path
  const workbook = path ? entries.get(path) : undefined
  if (!path || !workbook) throw new BadBook('not_xlsx', 'no workbook inside')
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const file = path.slice(folder.length)
  const parts = await relations(source, entries, `${folder}_rels/${file}.rels`, folder)
  const { sheets, from1904 } = await listSheets(source, workbook)
  const entryOf = (kind: string) => entries.get(parts.find(isA(kind))?.path ?? '')
  return {
    from1904,
    sharedStrings: entryOf('sharedStrings'),
    styles: entryOf('styles'),
    sheets: sheets.flatMap(({ id, name, isHidden }) => {
      const part = parts.filter(isA('worksheet')).find((one) => one.id === id)
      const entry = entries.get(part?.path ?? '')
      return entry ? [{ name, isHidden, entry }] : []
    }),
  }
}

interface Relation {
  readonly id: string
  readonly kind: string
  readonly path: string
}

/** Links to the outside are no parts and are never followed. */
async function relations(
  source: ByteSource,
  entries: Entries,
  path: string,
  folder: string,
): Promise<Relation[]> {
  const entry = entries.get(path)
  if (!entry) return []
  const found: Relation[] = []
  await readPart(source, entry, {
    open(name, attributes) {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
      const target = attribute(attributes, 'Target') ?? ''
      found.push({
        id: attribute(attributes, 'Id') ?? '',
        kind: attribute(attributes, 'Type') ?? '',
        path: target.startsWith('/') ? target.slice(1) : folder + target,
      })
    },
    text: () => undefined,
    close: () => undefined,
  })
  return found
}

/** Transitional and strict workbooks differ in the address before the last word. */
function isA(kind: string): (relation: Relation) => boolean {
  return (relation) => relation.kind.endsWith(`/${kind}`)
}

async function listSheets(source: ByteSource, workbook: ZipEntry) {
  const sheets: { id: string; name: string; isHidden: boolean }[] = []
  let from1904 = false
  await readPart(source, workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = isTrue(attribute(attributes, 'date1904'))
      if (name !== 'sheet') return
      sheets.push({
        id: attribute(attributes, 'id') ?? '',
        name: attribute(attributes, 'name') ?? '',
        isHidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible',
      })
    },
    text: () => undefined,
    close: () => undefined,
  })
  return { sheets, from1904 }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
