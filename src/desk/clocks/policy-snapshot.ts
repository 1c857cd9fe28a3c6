/** The promise as it was when the clock started, kept on the clock's row: later edits do not touch it. */
import { z } from 'zod'
import { storedMoment } from './durations.ts'

const policySnapshot = z
  .object({
    policyId: z.string(),
    policy: z.string(),
    targetSec: z.number(),
    calendarMode: z.enum(['always', 'business']),
    calendarName: z.string().nullable(),
    /** One version of a calendar; null is round the clock. */
    calendarId: z.string().nullable(),
    calendarVersion: z.number().nullable(),
    stopReasons: z.array(z.string()).readonly(),
    warnAt: z.array(storedMoment).readonly(),
    chainId: z.string().nullable(),
  })
  .readonly()

export type PolicySnapshot = z.output<typeof policySnapshot>

/** From the JSON of a row. */
export function parsePolicySnapshot(json: unknown): PolicySnapshot {
  return policySnapshot.parse(json)
}
