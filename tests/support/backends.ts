/** The two places jobs can live: every job suite runs on both. */
import { inject } from 'vitest'

export interface BackendCase {
  readonly name: 'PostgreSQL' | 'Redis'
  readonly redisUrl: () => string | null
  /** Why it cannot run here. */
  readonly lacks: string | null
}

export const backends: readonly BackendCase[] = [
  { name: 'PostgreSQL', redisUrl: () => null, lacks: null },
  { name: 'Redis', redisUrl: () => inject('redisUrl'), lacks: inject('withoutRedis') },
]
