/** Takes EXIF and XMP out of a HEIC picture (ISO/IEC 23008-12, annex A; items: 14496-12, 8.11). */
import { type Box, boxesIn } from './boxes.ts'
import { type Extent, itemExtents, itemsOf } from './heic-items.ts'

/** `mime` is XMP. */
const TELLING = new Set(['Exif', 'mime'])
/** A box with a version and flags before its content. */
const FULL = 4

/** The same picture; the items that told of the person are filled with zeros, so that nothing in it moves. */
export function heicWithoutMetadata(picture: Buffer): Buffer {
  const bytes = Buffer.from(picture)
  const meta = boxesIn(bytes).find(({ type }) => type === 'meta')
  if (!meta) return bytes
  const parts = boxesIn(bytes, meta.from + FULL, meta.to)
  const partOf = (type: string) => parts.find((box) => box.type === type)
  const telling = new Set(
    itemsOf(bytes, partOf('iinf')).flatMap(({ id, type }) => (TELLING.has(type) ? [id] : [])),
  )
  for (const extent of itemExtents(bytes, partOf('iloc'))) {
    if (telling.has(extent.itemId)) blank(bytes, extent, partOf('idat'))
  }
  return bytes
}

function blank(bytes: Buffer, { isInData, offset, length }: Extent, data: Box | undefined): void {
  if (isInData && !data) return
  const start = offset + (isInData && data ? data.from : 0)
  // A length of nothing means up to the end of the file (14496-12, 8.11.3).
  const end = length === 0 ? bytes.length : Math.min(start + length, bytes.length)
  if (start < end) bytes.fill(0, start, end)
}
