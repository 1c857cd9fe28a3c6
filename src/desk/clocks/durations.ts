/** How rules/clocks.yaml writes durations and moments of a promise: 15m, 48h, 80%, due+15m. */
import { z } from 'zod'

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
const DURATION = /^([1-9]\d{0,4})([smhd])$/

/** A moment while a promise runs: a share of its time used up, or so much of it left. */
export type Moment = { readonly percent: number } | { readonly beforeSec: number }

/** A moment of a ladder's step: while the promise runs, or so long after it was due. */
export type Trigger = Moment | { readonly afterSec: number }

/** Text like "15m" in, seconds out. */
export const duration = z.string().transform((text, context) => {
  const seconds = secondsOf(text)
  if (seconds !== null) return seconds
  context.addIssue(`"${text}" is not a duration like 15m`)
  return z.NEVER
})

/** Text like "80%" or "30m" (left) in. */
export const shareOrLeft = z.string().transform((text, context): Moment => {
  const percent = percentOf(text)
  if (percent !== null) return { percent }
  const seconds = secondsOf(text)
  if (seconds !== null) return { beforeSec: seconds }
  context.addIssue(`"${text}" is neither a share like 80% nor a duration like 15m`)
  return z.NEVER
})

/** Text like "80%", "due", "due-15m" or "due+15m" in. */
export const trigger = z.string().transform((text, context): Trigger => {
  const percent = percentOf(text)
  if (percent !== null) return { percent }
  if (text === 'due') return { afterSec: 0 }
  const seconds = /^due[+-]/.test(text) ? secondsOf(text.slice(4)) : null
  if (seconds !== null) return text[3] === '-' ? { beforeSec: seconds } : { afterSec: seconds }
  context.addIssue(`"${text}" is not a moment like 80%, due or due+15m`)
  return z.NEVER
})

/** The stored form of a moment, as rows keep it. */
export const storedMoment = z.union([
  z.strictObject({ percent: z.number() }),
  z.strictObject({ beforeSec: z.number() }),
])

/** The stored form of a trigger, as rows keep it. */
export const storedTrigger = z.union([storedMoment, z.strictObject({ afterSec: z.number() })])

function secondsOf(text: string): number | null {
  const found = DURATION.exec(text)
  if (!found) return null
  return Number(found[1]) * SECONDS[found[2] as keyof typeof SECONDS]
}

function percentOf(text: string): number | null {
  const found = /^([1-9]\d?)%$/.exec(text)
  return found ? Number(found[1]) : null
}
