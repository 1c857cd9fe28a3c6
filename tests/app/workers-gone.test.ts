/** Every worker is killed while a promise runs out: the process that only answers HTTP says so, and nothing is lost. */
import { describe, expect, test } from 'vitest'
import { NO_BURSTS, SHORT_CLAIMS, type TextChange } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { report } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

/** As shipped, but in seconds: a loop leaves its sign every ten. */
const SOONER: TextChange = {
  file: 'clocks.yaml',
  from: /^watch: \{every: 20s, late: 60s/m,
  to: 'watch: {every: 1s, late: 15s',
}
const RULES = [...NO_BURSTS, ...SHORT_CLAIMS, SOONER]
const ACCEPT_IS_DUE_MS = 20 * 60_000

describe.each(backends)('with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('workers that are killed are missed, what ran out meanwhile is named, and called once by who comes next', () =>
    withDesk({ redisUrl: redisUrl(), rules: RULES }, async (desk) => {
      const workers = await Promise.all([desk.start('worker', 'one'), desk.start('worker', 'two')])
      await desk.start('web')
      await report(desk, 'li-na', '厨房水管漏水，尽快来')
      await desk.idle()

      await Promise.all(workers.map((worker) => worker.kill()))
      await desk.moveWithoutWorkers(ACCEPT_IS_DUE_MS)
      await until('the silence is told', async () => (await groupReads(desk, '后台处理停了')) > 0)
      await until(
        'so is what ran out',
        async () => (await groupReads(desk, '到时提醒没有发出')) > 0,
      )
      expect(await steps(desk)).toEqual([])

      await Promise.all([desk.start('worker', 'three'), desk.start('worker', 'four')])
      await until('its end is told', async () => (await groupReads(desk, '后台处理已恢复')) > 0)
      await until(
        'so is that of the other',
        async () => (await groupReads(desk, '到时提醒已恢复')) > 0,
      )
      await desk.idle()
      const called = await steps(desk)
      expect(called.length).toBeGreaterThan(0)
      expect(called).toEqual([...new Set(called)])
      for (const words of ['后台处理停了', '到时提醒没有发出', '后台处理已恢复', '到时提醒已恢复'])
        expect(await groupReads(desk, words), words).toBe(1)
    }))
})

/** How many messages in the group of the service centre hold these words. */
async function groupReads(desk: TestDesk, words: string): Promise<number> {
  const shown = await desk.platform().read({ kind: 'robots', id: 0 })
  return shown.filter(({ text }) => text.includes(words)).length
}

/** Whom a ladder called, and on which level. */
async function steps(desk: TestDesk): Promise<string[]> {
  const rows = await desk.db
    .selectFrom('ping')
    .select(['runId', 'level', 'target', 'staffId'])
    .execute()
  return rows.map((row) => Object.values(row).join(' '))
}
