/** Fits texts into the platform's limits: UTF-8 bytes or characters, never inside a character people see as one. */
import { legalText } from '../legal-text.ts'

const ELLIPSIS = '…'
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** Where a long text is best parted, best first. */
const BREAKS = ['\n', '。', '！', '？', '；', '，', ' ']

export function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/**
 * The text in pieces of at most `mostBytes`, parted at a line or sentence end when one stands in the second half
 * of a piece. Joined together the pieces are the text again. An empty text is one empty piece. `mostBytes` is at
 * least 4, the longest code point.
 */
export function splitBytes(text: string, mostBytes: number): readonly string[] {
  const pieces: string[] = []
  let rest = legalText(text)
  while (bytesOf(rest) > mostBytes) {
    const head = breakAt(headOf(rest, mostBytes))
    pieces.push(head)
    rest = rest.slice(head.length)
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest)
  return pieces
}

/** The text, or its beginning with … at the end, in at most `mostBytes` (at least 3). */
export function cutBytes(text: string, mostBytes: number): string {
  const legal = legalText(text)
  if (bytesOf(legal) <= mostBytes) return legal
  return headOf(legal, mostBytes - bytesOf(ELLIPSIS), '') + ELLIPSIS
}

/** The text, or its beginning with … at the end, in at most `mostChars` characters (code points). */
export function cutChars(text: string, mostChars: number): string {
  const legal = legalText(text)
  if ([...legal].length <= mostChars) return legal
  let chars = 0
  let head = ''
  for (const { segment } of graphemes.segment(legal)) {
    chars += [...segment].length
    if (chars > mostChars - 1) break
    head += segment
  }
  return head + ELLIPSIS
}

/**
 * The longest beginning in at most `mostBytes`. One character people see as one may be longer than that (a heap
 * of accents): then code points are taken, or `otherwise` where nothing is better than half.
 */
function headOf(text: string, mostBytes: number, otherwise?: string): string {
  // No beginning that fits is longer than this many code units, so the rest need not be segmented.
  const near = text.slice(0, mostBytes + 1)
  const head = takeBytes(segmentsOf(near), mostBytes)
  return head || (otherwise ?? takeBytes(near, mostBytes))
}

function takeBytes(units: Iterable<string>, mostBytes: number): string {
  let head = ''
  let bytes = 0
  for (const unit of units) {
    bytes += bytesOf(unit)
    if (bytes > mostBytes) break
    head += unit
  }
  return head
}

function* segmentsOf(text: string): Iterable<string> {
  for (const { segment } of graphemes.segment(text)) yield segment
}

function breakAt(head: string): string {
  for (const mark of BREAKS) {
    const at = head.lastIndexOf(mark)
    if (at >= head.length / 2) return head.slice(0, at + mark.length)
  }
  return head
}
