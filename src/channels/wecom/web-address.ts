/** Which addresses may stand in a message. */
import { bytesOf } from './split.ts'

const MOST_BYTES = 2048

/** http or https, without characters that would end it where it is shown, at most 2048 bytes (wecom.md 5.2). */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s"'<>\\]+$/i.test(url) && URL.canParse(url) && bytesOf(url) <= MOST_BYTES
}
