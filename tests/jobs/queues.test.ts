import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { JobHandlers } from '../../src/jobs/job-table.ts'
import { openQueues, type Queues } from '../../src/jobs/queues.ts'
import { openLog } from '../../src/log.ts'
import { backends } from '../support/backends.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

describe.each(backends)('the queues on $name', ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }
  let database: TestDatabase
  let web: Queues
  let worker: Queues
  const prefix = `test-${randomUUID()}`
  const lines: string[] = []
  const pulled: string[] = []
  const rings: string[][] = []
  let failing = 0

  beforeAll(async () => {
    database = await openTestDatabase()
    const log = openLog('info', { write: (line) => void lines.push(line) })
    const choice = { databaseUrl: database.url, redisUrl: redisUrl(), log, prefix }
    web = await openQueues(choice)
    worker = await openQueues(choice)
    const handlers: JobHandlers = {
      ring: async ({ loops }) => void rings.push(loops),
      'pull-kf': async ({ openKfId }) => {
        if (failing-- > 0) throw new Error('the platform is busy')
        pulled.push(openKfId)
      },
      'poll-kf': async () => undefined,
      'read-contacts': async () => undefined,
      'read-directory': async () => undefined,
      housekeeping: async () => undefined,
    }
    await worker.work(handlers)
  })
  afterAll(async () => {
    await worker.close()
    await web.close()
    await database.close()
  })

  test('carry work from one process to another', async () => {
    await web.add('pull-kf', { corpId: 'ww1', openKfId: 'wk1' })
    await until('it is done', () => pulled.includes('wk1'))
    await until('nothing is pending', async () => (await web.pending()) === 0)
  })

  test('try failed work again', async () => {
    failing = 1
    await web.add('pull-kf', { corpId: 'ww1', openKfId: 'wk-again' })
    await until('it is done', () => pulled.includes('wk-again'))
  })

  // Redis counts the time of its jobs' locks itself.
  if (redisUrl() === null)
    test('try again at once what the wrong time put off', async () => {
      const failed = lines.length
      failing = 1
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
      try {
        await web.add('pull-kf', { corpId: 'ww1', openKfId: 'wk-ahead' })
        await until('it failed', () => lines.length > failed)
      } finally {
        vi.useRealTimers()
      }
      await until('it is done', async () => {
        await worker.setRight()
        return pulled.includes('wk-ahead')
      })
    })

  test('gather the rings of one moment', async () => {
    rings.length = 0
    for (let n = 0; n < 200; n++) web.ring('turns', 'sends')
    await until('it rang', () => rings.length > 0)
    expect(rings.length).toBeLessThan(20)
    expect(rings[0]).toEqual(['turns', 'sends'])
  })

  test('do not try data again that will never fit', async () => {
    await web.add('pull-kf', { corpId: 7 } as never)
    await until('it is logged', () =>
      lines.some((line) => line.includes('pull-kf: ✖ Invalid input')),
    )
    expect(
      lines.filter((line) => line.includes('Invalid input: expected string, received number')),
    ).toHaveLength(1)
  })

  test('say that they are up', async () => {
    expect(await web.isUp()).toBe(true)
  })
})
