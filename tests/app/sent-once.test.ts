import { describe, expect, test } from 'vitest'
import type { PhoneOf } from '../../src/sandbox/control-client.ts'
import type { Fault } from '../../src/sandbox/platform/faults.ts'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import { expectCardsOnce, expectShownAsSent } from '../support/app/each-once.ts'
import { ask, report } from '../support/app/people-act.ts'
import { PATIENCE, type TestDesk, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const RULES = [...NO_BURSTS, ...SHORT_CLAIMS]
const TO_OWNERS = '/cgi-bin/kf/send_msg'
const TO_MEMBERS = '/cgi-bin/message/send'

describe.each(backends)('with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('a message is shown once, although the desk is killed while the platform takes it', () =>
    withDesk({ redisUrl: redisUrl(), rules: RULES }, async (desk) => {
      await desk.start()
      await ask(desk, 'li-na', '您好')

      // Taken by the platform when the desk is dead already, taken and never answered, never taken.
      for (const effect of ['slow', 'drop-after', 'drop'] as const) {
        const before = await bubbles(desk, LI_NA)
        await killWhileSending(desk, {
          on: 'call',
          effect,
          path: TO_OWNERS,
          value: 1_000,
          count: 1,
        })
        if (effect === 'slow') await until('it is shown', () => isShown(desk, LI_NA, before))
        await desk.start()
        await desk.idle()
        expect(await bubbles(desk, LI_NA), effect).toBe(before + 1)
        await expectShownAsSent(desk, 'li-na')
      }
      const repeated = await desk.db
        .selectFrom('outbox_item')
        .select('key')
        .where('attempts', '>', 1)
        .execute()
      expect(repeated).toHaveLength(3)
    }))

  test('a card is shown once, although the desk is killed while the platform takes it', () =>
    withDesk({ redisUrl: redisUrl(), rules: RULES }, async (desk) => {
      await desk.start()
      const slow = { on: 'call', effect: 'slow', path: TO_MEMBERS, value: 1_000, count: 1 } as const
      await desk.disturb(slow)
      await report(desk, 'li-na', '厨房水管漏水，尽快来')
      await until('a card is under way', () => isUnderWay(desk, 'wecom-app'))
      await desk.kill()
      await until('the card is shown', async () => (await cardsShown(desk)) === 1)
      await desk.start()
      await desk.idle()

      expect(await cardsShown(desk)).toBe(1)
      await expectCardsOnce(desk)
      const rows = await desk.db
        .selectFrom('outbox_item')
        .select(['state', 'attempts'])
        .where('lane', 'like', 'wecom-app/%')
        .execute()
      expect(rows).toEqual([{ state: 'sent', attempts: 2 }])
    }))
})

const LI_NA: PhoneOf = { kind: 'owners', id: 'li-na' }

/** The owner's words are heard, their answer is claimed and on its way, and the process is gone. */
async function killWhileSending(desk: TestDesk, fault: Fault): Promise<void> {
  await desk.disturb(fault)
  await desk.says('li-na', '您好')
  await until('an answer is under way', () => isUnderWay(desk, 'wecom-kf'))
  await desk.kill()
}

async function isUnderWay(desk: TestDesk, channel: string): Promise<boolean> {
  const rows = desk.db
    .selectFrom('outbox_item')
    .select('key')
    .where('lane', 'like', `${channel}/%`)
    .where('state', '=', 'sending')
  return (await rows.execute()).length > 0
}

async function bubbles(desk: TestDesk, phone: PhoneOf): Promise<number> {
  const shown = await desk.platform().read(phone)
  return shown.filter(({ from }) => from === 'desk').length
}

async function isShown(desk: TestDesk, phone: PhoneOf, before: number): Promise<boolean> {
  return (await bubbles(desk, phone)) > before
}

async function cardsShown(desk: TestDesk): Promise<number> {
  const { members } = await desk.platform().control.state()
  const phones = await Promise.all(
    members.map(({ id }) => desk.platform().read({ kind: 'members', id })),
  )
  return phones.flat().filter(({ card }) => card).length
}
