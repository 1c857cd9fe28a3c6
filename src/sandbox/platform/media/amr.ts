/** How long a voice message lasts: AMR frames of 20 ms behind a header (RFC 4867, section 5). */

const HEADER_BYTES = '#!AMR\n'.length
const FRAME_MS = 20

/** Bytes that follow the first byte of a frame, by the frame type in its bits 3 to 6 (3GPP TS 26.101). */
const FRAME_BYTES = [12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0]

/** Whole seconds, rounded up as phones show them; at least one. */
export function amrSeconds(bytes: Buffer): number {
  let frames = 0
  for (let at = HEADER_BYTES; at < bytes.length; frames += 1) {
    const type = (bytes.readUInt8(at) >> 3) & 0x0f
    at += 1 + (FRAME_BYTES[type] ?? 0)
  }
  return Math.max(1, Math.ceil((frames * FRAME_MS) / 1000))
}
