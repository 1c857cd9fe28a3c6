import { describe, expect, test } from 'vitest'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import {
  conversationOf,
  expectAnsweredOnce,
  expectCardsOnce,
  expectShownAsSent,
} from '../support/app/each-once.ts'
import { type Point, placeGates, withGates } from '../support/app/gates.ts'
import { startKiller } from '../support/app/killer.ts'
import { ask, report, tapSomebodys } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

describe.each(backends)('a repair with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('happens once, although everything is delivered three times and workers are killed at every step', () =>
    withDesk({ redisUrl: redisUrl(), rules: [...NO_BURSTS, ...SHORT_CLAIMS] }, async (desk) => {
      await desk.start('web')
      const killer = await startKiller(desk, ['w1', 'w2'])
      await Promise.all(OWNERS.map((owner) => ask(desk, owner, '您好')))
      await desk.idle()
      await placeGates(desk.db)
      await desk.disturb({ on: 'callback', effect: 'repeat', value: 3 })

      const numbers = await withGates(desk.db, WAY_OF_A_MESSAGE, async (gates) => {
        const reports = Promise.all(
          OWNERS.map((owner, at) => report(desk, owner, MATTERS[at] as string)),
        )
        const killing = async () => {
          for (const gate of gates) {
            await (gate.point === 'beginning' ? killer.killAllAt(gate) : killer.killOneAt(gate))
          }
        }
        await Promise.all([reports, killing()])
        return reports
      })
      for (const key of ['accept', 'arrive', 'finish']) {
        await withGates(desk.db, WAY_OF_A_TAP, async (gates) => {
          await tapSomebodys(desk, key)
          for (const gate of gates) await killer.killOneAt(gate)
        })
      }
      await until('a repair is done', () => isDone(desk), 60_000)
      await desk.idle()

      // All workers at the beginning of a turn, one at every other point.
      const points = [...WAY_OF_A_MESSAGE, 'beginning', ...WAY_OF_A_TAP, ...WAY_OF_A_TAP]
      expect([...killer.killedAt].sort()).toEqual([...points, ...WAY_OF_A_TAP].sort())
      const tickets = await desk.db.selectFrom('ticket').select('number').execute()
      expect(tickets.map(({ number }) => number).sort()).toEqual([...numbers].sort())
      await expectStepsOnce(desk)
      for (const owner of OWNERS) {
        await expectAnsweredOnce(desk, await conversationOf(desk, owner))
        await expectShownAsSent(desk, owner)
      }
      await expectCardsOnce(desk)
    }))
})

const OWNERS = ['li-na', 'zhang-wei', 'chen-jing']
const MATTERS = [
  '厨房水管漏水，尽快来',
  '3-2-501客厅灯不亮，尽快来',
  '2-2-602卫生间水龙头坏了，尽快来',
]

/** All the gates of a message's way in, through and out again, in the order in which it meets them. */
const WAY_OF_A_MESSAGE: readonly Point[] = [
  'keeping',
  'beginning',
  'answering',
  'committing',
  'claiming',
  'settling',
]
const WAY_OF_A_TAP: readonly Point[] = ['stepping']

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
