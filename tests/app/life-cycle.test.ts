import { describe, expect, test } from 'vitest'
import { endOf, isRunning, withOwnDesk } from '../support/app/own-desk.ts'
import { PATIENCE } from '../support/app/test-desk.ts'
import { until } from '../support/until.ts'

const OWNERS = ['zhang-wei', 'li-na', 'chen-jing', 'wang-lei']

describe('a desk that is told to stop', PATIENCE, () => {
  test('finishes what is in hand, stops all it started, and loses nothing', () =>
    withOwnDesk({}, async (desk) => {
      const process = await desk.start()
      const platform = desk.platform()
      const server = desk.serverPid()
      expect(server).toBeDefined()
      const said = new Map(OWNERS.map((owner) => [owner, 0]))
      const writeOn = async (owner: string) => {
        for (let n = 0; process.isAlive(); n++) {
          const isTaken = await desk.says(owner, `厨房漏水${n}`).then(
            () => true,
            () => false,
          )
          if (!isTaken) return
          said.set(owner, (said.get(owner) ?? 0) + 1)
        }
      }
      const writing = Promise.all(OWNERS.map(writeOn))
      const moving = desk.advance(7 * 24 * 3_600_000).catch(() => undefined)
      await until('there is load', () => [...said.values()].every((count) => count > 20))

      process.signal('SIGTERM')
      expect((await endOf(process)).code).toBe(0)
      await Promise.all([writing, moving])
      expect(isRunning(server as number)).toBe(false)
      expect(isRunning(platform.pid)).toBe(false)

      await desk.start()
      await desk.idle()
      for (const [owner, count] of said) {
        const shown = await desk.platform().read({ kind: 'owners', id: owner })
        const fromOwner = shown.filter(({ from }) => from === 'owner')
        expect(fromOwner.length).toBeGreaterThanOrEqual(count)
        expect(shown.at(-1)?.from).toBe('desk')
      }
    }))
})
