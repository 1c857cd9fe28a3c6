/** What every part of the stand-in platform is given: who is registered, what is stored, what time it is. */
import type { Log } from '../../log.ts'
import type { Corp } from './corp.ts'
import type { Store, Tables } from './store/store.ts'

export interface World {
  readonly corp: Corp
  readonly store: Store
  readonly tables: Tables
  /** The platform's clock: the machine's, moved by the offset the desk has set. */
  readonly now: () => Date
  readonly random: Random
  readonly mediaDir: string
  /** Where this platform is reached, without a slash at the end. */
  readonly baseUrl: () => string
  /** Tells the sender of callbacks that there is something new to send. */
  readonly wake: () => void
  readonly log: Log
}

export interface Random {
  /** `length` characters of [A-Za-z0-9_-], never guessable. */
  id(length: number): string
  /** Evenly spread between 0 and 1. */
  fraction(): number
}

/** The instant `ms` after now, as rows keep it. */
export function after(world: World, ms: number): string {
  return new Date(world.now().getTime() + ms).toISOString()
}

/** Whether an instant kept in a row has passed. */
export function hasPassed(world: World, instant: string): boolean {
  return world.now().getTime() > Date.parse(instant)
}

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
