/** Which cell styles show their number as a date or a time. */
import type { ByteSource } from './byte-source.ts'
import { readPart } from './read-part.ts'
import { attribute } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

/** ECMA-376 part 1, 18.8.30, with the formats of Chinese spreadsheets (27–36, 50–58). */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

/** By the number of the style: true when its cells are dates. */
export async function readDateStyles(
  source: ByteSource,
  entry: ZipEntry | undefined,
): Promise<readonly boolean[]> {
  const styles: boolean[] = []
  if (!entry) return styles
  const formats = new Map<number, string>()
  let inCells = false
  await readPart(source, entry, {
    open(name, attributes) {
      const id = Number(attribute(attributes, 'numFmtId'))
      if (name === 'numFmt') formats.set(id, attribute(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(isDateFormat(id, formats.get(id)))
    },
    text: () => undefined,
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

/** A format is of a date when it names a part of one outside quotes, colours and conditions. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([from, to]) => id >= from && id <= to)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?![hmsHMS]+\])[^\]]*\]/g, '')
  return /[ymdhsYMDHS]/.test(bare) && !/^general$/i.test(bare)
}
