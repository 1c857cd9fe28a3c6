/** What a file really is, by its first bytes, and how large each kind may be (wecom.md 8). */
import { need } from '../refused.ts'
import { amrSeconds } from './amr.ts'
import type { MediaType } from './media.ts'

const MIB = 1024 * 1024

const LIMITS: Readonly<Record<MediaType, number>> = {
  image: 10 * MIB,
  voice: 2 * MIB,
  video: 10 * MIB,
  file: 20 * MIB,
}

const LONGEST_VOICE_S = 60

export function isMediaType(value: string): value is MediaType {
  return Object.hasOwn(LIMITS, value)
}

/**
 * The content type of an upload. Refuses with 44001 nothing, 40006 too small (each more than 5 B),
 * 45001 too large, 40004 a format that the type does not take, 45007 a voice of more than a minute.
 */
export function checkUpload(type: MediaType, bytes: Buffer): string {
  need(bytes.length > 0, 44001, 'empty media')
  need(bytes.length > 5, 40006, 'media of 5 bytes or less')
  need(bytes.length <= LIMITS[type], 45001, `media of ${bytes.length} bytes`)
  if (type === 'file') return 'application/octet-stream'
  const contentType = sniff(bytes) ?? ''
  need(contentType.startsWith(`${kindOf(type)}/`), 40004, `not a ${type}`)
  need(type !== 'voice' || amrSeconds(bytes) <= LONGEST_VOICE_S, 45007, 'playtime out of limit')
  return contentType
}

/** `audio` for what the platform calls voice. */
function kindOf(type: MediaType): string {
  return type === 'voice' ? 'audio' : type
}

function sniff(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg'
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png'
  if (bytes.subarray(0, 5).toString('latin1') === '#!AMR') return 'audio/amr'
  if (bytes.subarray(4, 8).toString('latin1') === 'ftyp') return 'video/mp4'
  return undefined
}
