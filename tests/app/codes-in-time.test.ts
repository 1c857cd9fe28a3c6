/** A code is good for twenty seconds (wecom.md 3.5), also while every other send is slow. */
import { describe, expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const CODE_LIFE_MS = 20_000
/** More than a process has lanes, so that the slow ones fill them for longer than a code lives. */
const IN_LINE = [
  'wang-qiang',
  'li-jun',
  'zhou-ping',
  'sun-lei',
  'he-jie',
  'lin-xia',
  'ma-dong',
  'gao-yuan',
]

describe.each(backends)('with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('somebody who comes in is greeted in time while every card to staff hangs', () =>
    withDesk({ redisUrl: redisUrl(), rules: NO_BURSTS }, async (desk) => {
      const address = await (await desk.start()).open()
      const post = (path: string, body: object) =>
        fetch(`${address}/sandbox/api${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      const hanging = { on: 'call', effect: 'timeout', path: '/cgi-bin/message/send' } as const
      await desk.disturb({ ...hanging, value: 60_000 })
      for (const member of IN_LINE) await post(`/members/${member}/messages`, { text: '我的任务' })
      await until('the lanes are full', async () => {
        const { count } = await desk.db
          .selectFrom('outbox_item')
          .select(({ fn }) => fn.countAll<string>().as('count'))
          .where('state', '=', 'sending')
          .executeTakeFirstOrThrow()
        return Number(count) >= 3
      })
      await post('/owners/fang-ke/messages', { enter: true })
      const greeted = await until(
        'the visitor is greeted',
        async () =>
          (await desk.platform().read({ kind: 'owners', id: 'fang-ke' })).find(
            ({ from }) => from === 'desk',
          ),
        CODE_LIFE_MS,
      )
      expect(greeted.text).toContain('有事直接说就行')
    }))
})
