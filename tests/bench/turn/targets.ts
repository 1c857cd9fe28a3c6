/** What a durable turn is meant to reach (issue 7, performance.md 8.4 B4), as turns a second by those of another subject in the same round. */
import { FIVE_TRIPS, TWO_TRIPS } from './floor.ts'
import { ON_POSTGRES, ON_REDIS } from './our-turns.ts'

export interface Target {
  readonly subject: string
  readonly by: string
  readonly least: number
}

/** People who talk at the same time. */
export const AT_ONCE = [1, 8, 32] as const
/** Of those, where the targets hold. */
export const JUDGED_AT = 32

export const TARGETS: readonly Target[] = [ON_POSTGRES, ON_REDIS].flatMap((subject) => [
  { subject, by: FIVE_TRIPS, least: 0.7 },
  { subject, by: TWO_TRIPS, least: 0.5 },
])

/** With many stored a turn may cost so many times what it costs with few. */
export const MOST_GROWTH = 1.2
