import { describe, expect, test } from 'vitest'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import {
  conversationOf,
  expectAnsweredOnce,
  expectCardsOnce,
  expectShownAsSent,
} from '../support/app/each-once.ts'
import { startKiller } from '../support/app/killer.ts'
import { report, tapSomebodys } from '../support/app/people-act.ts'
import { chanceOf, seeds } from '../support/app/seeded.ts'
import { PATIENCE, type TestDesk, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

describe.each(backends)('a repair with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test.each(seeds(3))(
    'happens once, although everything is delivered three times and workers are killed (seed %i)',
    (seed) =>
      withDesk({ redisUrl: redisUrl(), rules: [...NO_BURSTS, ...SHORT_CLAIMS] }, async (desk) => {
        await desk.start('web')
        await desk.disturb({ on: 'callback', effect: 'repeat', value: 3 })
        const killer = startKiller(desk, ['w1', 'w2'], chanceOf(seed), 2_500)

        const owners = ['li-na', 'zhang-wei', 'chen-jing']
        const matters = [
          '厨房水管漏水，尽快来',
          '3栋2单元楼道灯不亮',
          '2-2-602卫生间水龙头坏了，尽快来',
        ]
        const numbers = await Promise.all(
          owners.map((owner, at) => report(desk, owner, matters[at] as string)),
        )
        for (const key of ['accept', 'arrive', 'finish']) await tapSomebodys(desk, key)
        await until('a repair is done', () => isDone(desk), 60_000)
        expect(await killer.rest()).toBeGreaterThan(2)
        await desk.idle()

        const tickets = await desk.db.selectFrom('ticket').select('number').execute()
        expect(tickets.map(({ number }) => number).sort()).toEqual(numbers.sort())
        await expectStepsOnce(desk)
        for (const owner of owners) {
          await expectAnsweredOnce(desk, await conversationOf(desk, owner))
          await expectShownAsSent(desk, owner)
        }
        await expectCardsOnce(desk)
      }),
  )
})

async function isDone(desk: TestDesk): Promise<boolean> {
  const done = desk.db.selectFrom('ticket').select('id').where('state', '=', 'DONE')
  return (await done.execute()).length === 1
}

/** Each ticket was made, accepted, reached and done at most once. */
async function expectStepsOnce(desk: TestDesk): Promise<void> {
  const events = await desk.db
    .selectFrom('ticket_event')
    .select(['ticketId', 'toState'])
    .where('toState', 'in', ['NEW', 'ACCEPTED', 'ARRIVED', 'DONE'])
    .execute()
  const steps = events.map(({ ticketId, toState }) => `${ticketId} ${toState}`)
  expect(steps.length).toBeGreaterThan(5)
  expect(steps).toEqual([...new Set(steps)])
}
