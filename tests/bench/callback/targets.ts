/** What is meant to be reached, as requests a second of one subject by those of another in the same round (performance.md 8.4 B2). */
import { NAMES } from './subjects.ts'

export interface Target {
  readonly subject: string
  readonly by: string
  readonly least: number
}

export const TARGETS: readonly Target[] = [
  { subject: NAMES.protocol, by: NAMES.coWechat, least: 2 },
  { subject: NAMES.protocol, by: NAMES.recipe, least: 3 },
  /** What every check and a strict reading may cost beside the least that opens the cipher. */
  { subject: NAMES.protocol, by: NAMES.rawCipher, least: 0.6 },
  /** One writes to a disk, the other forgets: callbacks that come together are written together. */
  { subject: NAMES.durable, by: NAMES.coWechat, least: 1 },
]
