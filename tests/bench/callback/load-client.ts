/** Starts the load client and gives it its orders, one at a time. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Load } from './load.ts'
import type { LoadAnswer, LoadOrder } from './load-main.ts'

export interface LoadClient {
  /** Fails when the server cannot be reached. */
  run(order: LoadOrder): Promise<Load>
  close(): void
}

export function startLoadClient(): LoadClient {
  const child = fork(fileURLToPath(new URL('load-main.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  return {
    async run(order) {
      child.send(order)
      const [answer] = (await once(child, 'message')) as [LoadAnswer]
      if ('failed' in answer) throw new Error(answer.failed)
      return answer.load
    },
    close: () => void child.kill(),
  }
}
