/** Redis goes away, forgets everything, is slow, or says nothing. */
import type { Scenario } from '../run-scenario.ts'
import type { Stage } from '../stage.ts'
import { repeat } from './repeat.ts'

const queueOf = ({ redis }: Stage) => {
  if (!redis) throw new Error('this scenario needs a Redis')
  return redis
}

export const redisKilled: Scenario = {
  id: 'redis-kill',
  what: 'SIGKILL of Redis, which comes back empty',
  withRedis: true,
  run: (stage, forMs) =>
    repeat(stage, forMs, 'kills of Redis', async () => {
      const { server } = queueOf(stage)
      await server.kill()
      await stage.rest(stage.chance.between(0, 3_000))
      await server.start()
    }),
}

export const redisFlushed: Scenario = {
  id: 'redis-flush',
  what: 'everything in Redis is deleted while it works',
  withRedis: true,
  run: (stage, forMs) =>
    repeat(stage, forMs, 'deletions of everything', () => queueOf(stage).server.flush()),
}

export const redisSlow: Scenario = {
  id: 'redis-slow',
  what: 'the line to Redis is slow, silent, or breaks',
  withRedis: true,
  run: (stage, forMs) =>
    repeat(stage, forMs, 'disturbances of the line to Redis', async () => {
      const { line } = queueOf(stage)
      const kind = stage.chance.between(0, 2)
      if (kind === 0) line.hush()
      else if (kind === 1) line.cut()
      else line.delay(500)
      await stage.rest(5_000)
      line.mend()
    }),
}
