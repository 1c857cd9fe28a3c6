/** Takes out of a picture or a film what it tells beside itself: place, time and camera. */
import { filmWithoutMetadata } from './film-metadata.ts'
import { heicWithoutMetadata } from './heic-metadata.ts'

/** The same without EXIF, XMP, IPTC and comments; other kinds of files come back as they are. */
export function withoutMetadata(bytes: Uint8Array, mime: string): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (mime) {
    case 'image/jpeg':
      return jpegWithoutMetadata(buffer)
    case 'image/png':
      return pngWithoutMetadata(buffer)
    case 'image/webp':
      return webpWithoutMetadata(buffer)
    case 'image/heic':
      return heicWithoutMetadata(buffer)
    case 'video/mp4':
    case 'video/quicktime':
    case 'audio/mp4':
    case 'audio/x-m4a':
      return filmWithoutMetadata(buffer)
    default:
      return bytes
  }
}

/** ITU T.81 B.1.1: APP1 (EXIF, XMP), APP13 (IPTC) and COM segments go; APP0 and APP2 (colour) stay. */
const JPEG_DROPPED = new Set([0xe1, 0xed, 0xfe])
const JPEG_SCAN = 0xda

function jpegWithoutMetadata(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== JPEG_SCAN) {
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) break
    if (!JPEG_DROPPED.has(bytes[at + 1] ?? 0)) kept.push(bytes.subarray(at, end))
    at = end
  }
  kept.push(bytes.subarray(at))
  return Buffer.concat(kept)
}

/** PNG 1.2, 4.2 and its eXIf extension. */
const PNG_DROPPED = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'])
const PNG_HEAD = 8
const PNG_FRAME = 12

function pngWithoutMetadata(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, PNG_HEAD)]
  let at = PNG_HEAD
  while (at + PNG_FRAME <= bytes.length) {
    const end = at + PNG_FRAME + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (!PNG_DROPPED.has(name)) kept.push(bytes.subarray(at, end))
    at = end
  }
  kept.push(bytes.subarray(at))
  return Buffer.concat(kept)
}

/** WebP container: RIFF chunks, padded to even lengths; the flags in VP8X name what is inside. */
const WEBP_DROPPED = new Set(['EXIF', 'XMP '])
const WEBP_HEAD = 12
const VP8X_METADATA_FLAGS = 0x08 | 0x04

function webpWithoutMetadata(bytes: Buffer): Buffer {
  if (bytes.length < WEBP_HEAD) return bytes
  const kept: Buffer[] = []
  let at = WEBP_HEAD
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32LE(at + 4)
    const end = Math.min(at + 8 + size + (size % 2), bytes.length)
    const name = bytes.toString('latin1', at, at + 4)
    if (!WEBP_DROPPED.has(name)) kept.push(Buffer.from(bytes.subarray(at, end)))
    at = end
  }
  const extended = kept.find((chunk) => chunk.toString('latin1', 0, 4) === 'VP8X')
  if (extended) extended[8] = (extended[8] ?? 0) & ~VP8X_METADATA_FLAGS
  const head = Buffer.from(bytes.subarray(0, WEBP_HEAD))
  const body = Buffer.concat(kept)
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}
