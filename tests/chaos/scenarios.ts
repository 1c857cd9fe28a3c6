/** Every scenario there is, in the order in which they run. */
import type { Scenario } from './run-scenario.ts'
import { burst } from './scenarios/burst.ts'
import { clockJumps } from './scenarios/clocks.ts'
import {
  connectionsTaken,
  databaseHangs,
  databaseKilled,
  databaseRestarted,
  failOver,
  powerCut,
} from './scenarios/database.ts'
import { diskFull } from './scenarios/disk.ts'
import { kill, killWithRedis, term } from './scenarios/kills.ts'
import { callbacksLate } from './scenarios/late.ts'
import { callbacksAstray, platformErrs, platformLimits } from './scenarios/platform.ts'
import { redisFlushed, redisKilled, redisSlow } from './scenarios/queue.ts'
import { migration, twoVersions } from './scenarios/releases.ts'

export const SCENARIOS: readonly Scenario[] = [
  ...[kill, killWithRedis, term],
  ...[databaseKilled, databaseRestarted, powerCut, databaseHangs, connectionsTaken, failOver],
  ...[diskFull, clockJumps, twoVersions, migration],
  ...[redisKilled, redisFlushed, redisSlow],
  ...[platformErrs, platformLimits, callbacksAstray, callbacksLate, burst],
]
