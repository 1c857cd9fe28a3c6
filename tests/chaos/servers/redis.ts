/** A Redis of the run's own, with nothing kept on disk: what it forgets is forgotten. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { Redis } from 'ioredis'
import { freePort } from '../../../src/database/free-port.ts'
import { until } from '../../support/until.ts'

export interface RedisServer {
  readonly port: number
  start(): Promise<void>
  /** SIGKILL; the next start begins empty. */
  kill(): Promise<void>
  /** Every key goes. */
  flush(): Promise<void>
}

/** Whether this machine has a redis-server. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

export async function openRedis(): Promise<RedisServer> {
  const port = await freePort()
  let running: ChildProcess | undefined
  const ask = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis({ port, maxRetriesPerRequest: 0, retryStrategy: () => null })
    redis.on('error', () => undefined)
    return command(redis).finally(() => redis.disconnect())
  }
  const server: RedisServer = {
    port,
    async start() {
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly']
      running = spawn('redis-server', [...args, 'no'], { stdio: 'ignore', cwd: '/tmp' })
      await until('Redis answers', () =>
        ask((redis) => redis.ping()).then(
          () => true,
          () => false,
        ),
      )
    },
    async kill() {
      const gone = new Promise((resolve) => running?.once('exit', resolve))
      running?.kill('SIGKILL')
      await gone
    },
    flush: async () => void (await ask((redis) => redis.flushall())),
  }
  await server.start()
  return server
}
