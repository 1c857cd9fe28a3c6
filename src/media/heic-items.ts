/** The list of a HEIC file's items and where their bytes lie (ISO/IEC 14496-12, 8.11.3 and 8.11.6). */
import { type Box, boxesIn } from './boxes.ts'

interface Item {
  readonly id: number
  /** Four characters, such as `Exif`. */
  readonly type: string
}

export interface Extent {
  readonly itemId: number
  /** Whether `offset` counts from the content of `idat` and not from the file's first byte. */
  readonly isInData: boolean
  readonly offset: number
  /** In bytes. */
  readonly length: number
}

/** Version and flags. */
const FULL = 4

/** Reads numbers one after the other, and stops by throwing a RangeError where the bytes end. */
interface Reader {
  /** A number of that many bytes; 0 of none. */
  next(size: number): number
}

function readerOf(bytes: Buffer, from: number, to: number): Reader {
  let at = from
  return {
    next(size) {
      if (at + size > to) throw new RangeError('the box ends here')
      const value =
        size === 8 ? Number(bytes.readBigUInt64BE(at)) : size > 0 ? bytes.readUIntBE(at, size) : 0
      at += size
      return value
    },
  }
}

/** The items a file says it has; none when the list is broken. */
export function itemsOf(bytes: Buffer, list: Box | undefined): Item[] {
  if (!list || list.to - list.from < FULL) return []
  const countSize = bytes[list.from] === 0 ? 2 : 4
  const entries = boxesIn(bytes, list.from + FULL + countSize, list.to)
  return entries.flatMap((entry) => itemOf(bytes, entry) ?? [])
}

function itemOf(bytes: Buffer, entry: Box): Item | undefined {
  const idSize = bytes[entry.from] === 2 ? 2 : 4
  const typeAt = entry.from + FULL + idSize + 2
  if (entry.type !== 'infe' || typeAt + 4 > entry.to) return undefined
  const id = bytes.readUIntBE(entry.from + FULL, idSize)
  return { id, type: bytes.toString('latin1', typeAt, typeAt + 4) }
}

/** Where the items lie, as far as the table can be read. */
export function itemExtents(bytes: Buffer, table: Box | undefined): Extent[] {
  const extents: Extent[] = []
  if (!table || table.to - table.from < FULL) return extents
  try {
    readTable(bytes, table, extents)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return extents
}

function readTable(bytes: Buffer, table: Box, extents: Extent[]): void {
  const version = bytes[table.from] ?? 0
  const reader = readerOf(bytes, table.from + FULL, table.to)
  const [offsetSize, lengthSize] = halves(reader.next(1))
  const [baseSize, indexSize] = halves(reader.next(1))
  const wideSize = version < 2 ? 2 : 4
  const sizes = { offsetSize, lengthSize, baseSize, indexSize: version === 0 ? 0 : indexSize }
  const count = reader.next(wideSize)
  for (let n = 0; n < count; n++) {
    const itemId = reader.next(wideSize)
    // The lowest four bits say how offsets are counted; 1 is from idat.
    const isInData = version > 0 && (reader.next(2) & 0x0f) === 1
    reader.next(2)
    readExtents(reader, { itemId, isInData, ...sizes }, extents)
  }
}

interface Place extends Pick<Extent, 'itemId' | 'isInData'> {
  readonly offsetSize: number
  readonly lengthSize: number
  readonly baseSize: number
  readonly indexSize: number
}

function readExtents(reader: Reader, place: Place, extents: Extent[]): void {
  const { itemId, isInData } = place
  const base = reader.next(place.baseSize)
  const count = reader.next(2)
  for (let n = 0; n < count; n++) {
    reader.next(place.indexSize)
    const offset = base + reader.next(place.offsetSize)
    extents.push({ itemId, isInData, offset, length: reader.next(place.lengthSize) })
  }
}

function halves(byte: number): readonly [number, number] {
  return [byte >> 4, byte & 0x0f]
}
