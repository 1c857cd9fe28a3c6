/** The texts a workbook keeps once and its cells point to. */
import { BadBook } from './bad-book.ts'
import type { ByteSource } from './byte-source.ts'
import { readPart } from './read-part.ts'
import { isCharacter } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

/** They are held in memory as a whole: about four million short texts. */
const MOST_BYTES = 128 * 1024 * 1024
/** A spreadsheet allows 32,767 characters in a cell. */
const LONGEST = 100_000

/** Formatted runs are joined; readings for pronunciation (rPh) are left out. */
export async function readSharedStrings(
  source: ByteSource,
  entry: ZipEntry | undefined,
): Promise<readonly string[]> {
  const strings: string[] = []
  if (!entry) return strings
  if (entry.size > MOST_BYTES) throw new BadBook('too_big', `${entry.size} bytes of shared texts`)
  const text = textCollector()
  await readPart(source, entry, {
    open(name) {
      if (name === 'si') text.take()
      text.open(name)
    },
    text: text.text,
    close(name) {
      text.close(name)
      if (name === 'si') strings.push(withoutEscapes(text.take()))
    },
  })
  return strings
}

export interface TextCollector {
  open(name: string): void
  text(text: string): void
  close(name: string): void
  /** What was collected since the last time. */
  take(): string
}

/** Collects what stands in `t` elements; shared strings and inline strings are built alike. */
export function textCollector(): TextCollector {
  let collected = ''
  let isText = false
  let isReading = false
  return {
    open(name) {
      if (name === 'rPh') isReading = true
      if (name === 't') isText = !isReading
    },
    text(text) {
      if (isText) collected = longer(collected, text)
    },
    close(name) {
      if (name === 'rPh') isReading = false
      if (name === 't') isText = false
    },
    take() {
      const taken = collected
      collected = ''
      return taken
    },
  }
}

/** @throws BadBook when no spreadsheet could have written so long a text */
export function longer(text: string, more: string): string {
  if (text.length + more.length > LONGEST)
    throw new BadBook('long_text', 'a text too long for a cell')
  return text + more
}

/** Characters XML cannot hold are written _x000D_ (ECMA-376 part 1, 22.9.2.19). */
export function withoutEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-fA-F]{4})_/g, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16)
    return isCharacter(point) ? String.fromCharCode(point) : whole
  })
}
