/** Takes out of a film or a recording what phones write beside it: place, time, camera. */
import { type Box, boxesIn } from './boxes.ts'

/** User data and metadata (14496-12, 8.10 and 8.11), and boxes of makers, among them XMP. */
const TELLING = new Set(['udta', 'meta', 'uuid'])
/** Where these stand. */
const HOLDERS = new Set(['moov', 'trak', 'moof', 'traf'])
/** A box that players pass over; the file keeps its length, so that nothing in it moves (8.1.2). */
const PASSED_OVER = 'free'

/** The same film; what told of the person is filled with zeros. */
export function filmWithoutMetadata(film: Buffer): Buffer {
  const bytes = Buffer.from(film)
  blank(bytes, boxesIn(bytes))
  return bytes
}

function blank(bytes: Buffer, boxes: readonly Box[]): void {
  for (const box of boxes) {
    if (HOLDERS.has(box.type)) blank(bytes, boxesIn(bytes, box.from, box.to))
    if (!TELLING.has(box.type)) continue
    bytes.write(PASSED_OVER, box.typeAt, 'latin1')
    bytes.fill(0, box.from, box.to)
  }
}
