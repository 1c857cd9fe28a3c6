import { describe, expect, test } from 'vitest'
import type { PhoneOf } from '../../src/sandbox/control-client.ts'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { expectCardsOnce, expectShownAsSent } from '../support/app/each-once.ts'
import { forgetDead, placeGates, withGates } from '../support/app/gates.ts'
import { ask, report } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
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

      await placeGates(desk.db)

      // Taken by the platform when the desk is dead already.
      await shownOnceAlthough(desk, 'slow', async () => {
        const before = await bubbles(desk, LI_NA)
        await hearUnder(desk, 'slow')
        await until('an answer is under way', () => hasStruck(desk))
        await desk.kill()
        await until('it is shown', () => isShown(desk, LI_NA, before))
      })
      // Taken and never answered, never taken, taken and answered: each time the desk dies before it can note it.
      for (const effect of ['drop-after', 'drop', 'none'] as const) {
        await shownOnceAlthough(desk, effect, () =>
          withGates(desk.db, ['settling'], async ([gate]) => {
            await hearUnder(desk, effect)
            await gate?.reached()
            await desk.kill()
            await forgetDead(desk.db, 'all')
          }),
        )
      }
      const repeated = await desk.db
        .selectFrom('outbox_item')
        .select('key')
        .where('attempts', '>', 1)
        .execute()
      expect(repeated).toHaveLength(4)
    }))

  test('a card is shown once, although the desk is killed while the platform takes it', () =>
    withDesk({ redisUrl: redisUrl(), rules: RULES }, async (desk) => {
      await desk.start()
      const slow = {
        on: 'call',
        effect: 'slow',
        path: TO_MEMBERS,
        value: SLOW_MS,
        count: 1,
      } as const
      await desk.disturb(slow)
      await report(desk, 'li-na', '厨房水管漏水，尽快来')
      await until('a card is under way', () => hasStruck(desk))
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

/** Long enough to see that it is under way, on a busy machine too; shorter than the desk's patience. */
const SLOW_MS = 6_000

async function hearUnder(desk: TestDesk, effect: 'slow' | 'drop-after' | 'drop' | 'none') {
  const fault = { on: 'call', path: TO_OWNERS, value: SLOW_MS, count: 1 } as const
  if (effect !== 'none') await desk.disturb({ ...fault, effect })
  await desk.says('li-na', '您好')
}

/** One more bubble stands on the phone when the desk is up again and has nothing left to do. */
async function shownOnceAlthough(
  desk: TestDesk,
  what: string,
  killed: () => Promise<void>,
): Promise<void> {
  const before = await bubbles(desk, LI_NA)
  await killed()
  await desk.start()
  await desk.idle()
  expect(await bubbles(desk, LI_NA), what).toBe(before + 1)
  await expectShownAsSent(desk, 'li-na')
}

/** The platform has the call that it disturbs; a row marked as being sent may not have left the desk yet. */
async function hasStruck(desk: TestDesk): Promise<boolean> {
  return (await desk.platform().control.faults()).length === 0
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
