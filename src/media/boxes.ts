/** Boxes of the ISO base media format (ISO/IEC 14496-12, 4.2): what HEIC pictures and MP4, MOV and M4A files are made of. */

export interface Box {
  /** Four characters, such as `moov`. */
  readonly type: string
  /** Where the box begins, and where its type stands. */
  readonly start: number
  readonly typeAt: number
  /** Its content, without the header. */
  readonly from: number
  readonly to: number
}

const HEAD = 8
const LARGE_HEAD = 16
const LARGE = 1
const TO_THE_END = 0

/** The boxes of a stretch of bytes; those after a broken one are not found. */
export function boxesIn(bytes: Buffer, from = 0, to = bytes.length): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + HEAD <= to; ) {
    const box = boxAt(bytes, at, to)
    if (!box) break
    boxes.push(box)
    at = box.to
  }
  return boxes
}

function boxAt(bytes: Buffer, start: number, to: number): Box | undefined {
  const written = bytes.readUInt32BE(start)
  const isLarge = written === LARGE
  if (isLarge && start + LARGE_HEAD > to) return undefined
  const size = isLarge ? Number(bytes.readBigUInt64BE(start + HEAD)) : written
  const end = written === TO_THE_END ? to : start + size
  const from = start + (isLarge ? LARGE_HEAD : HEAD)
  if (end < from || end > to) return undefined
  const typeAt = start + 4
  return { type: bytes.toString('latin1', typeAt, typeAt + 4), start, typeAt, from, to: end }
}
