import { describe, expect, inject, test } from 'vitest'
import { alarmsRung, watchAlarms } from '../support/app/alarm-trace.ts'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import { forgetKeys, type TestDesk } from '../support/app/desk-on-database.ts'
import { expectShownAsSent } from '../support/app/each-once.ts'
import { forgetDead, placeGates, withGates } from '../support/app/gates.ts'
import { ask, report } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const RULES = [...NO_BURSTS, ...SHORT_CLAIMS]
const HOUR_MS = 3_600_000
const OWNERS = ['li-na', 'zhang-wei', 'wang-lei']

describe.each(backends)(
  'promises in time with the queue on $name',
  PATIENCE,
  ({ redisUrl, lacks }) => {
    if (lacks) {
      test.skip(`cannot run: ${lacks}`, () => undefined)
      return
    }

    test('are kept once each, although their time comes while the desk is down and it is killed keeping them', () =>
      withDesk({ redisUrl: redisUrl(), rules: RULES }, async (desk) => {
        await desk.start()
        for (const owner of OWNERS) await report(desk, owner, '厨房水管漏水，尽快来')
        await desk.idle()
        await watchAlarms(desk.db)
        await placeGates(desk.db)
        await desk.kill()
        const promised = await dueBy(desk, 2 * HOUR_MS)
        expect(promised.length).toBeGreaterThan(5)
        await desk.moveWithoutWorkers(2 * HOUR_MS)

        for (const _ of [1, 2]) {
          await withGates(desk.db, ['ringing'], async ([gate]) => {
            await desk.launch()
            await gate?.reached()
            await desk.kill()
            await forgetDead(desk.db, 'all')
          })
        }
        await desk.start()
        await desk.idle()
        await desk.advance(HOUR_MS)

        const rung = (await alarmsRung(desk.db)).map(nameOf)
        expect(rung).toEqual([...new Set(rung)])
        expect(rung).toEqual(expect.arrayContaining(promised))
        expect(await dueBy(desk, 0)).toEqual([])
        await expectCalledOnce(desk, { wasDown: true })
        for (const owner of OWNERS) await expectShownAsSent(desk, owner)
      }))
  },
)

describe('losing all of Redis', PATIENCE, () => {
  const lacks = inject('withoutRedis')
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('in the middle of everything loses nothing', () =>
    withDesk({ redisUrl: inject('redisUrl'), rules: RULES }, async (desk) => {
      const redisUrl = inject('redisUrl')
      const lose = () => forgetKeys(redisUrl, desk.platform().corp.corpId)
      await desk.start()
      await report(desk, 'li-na', '厨房水管漏水，尽快来')
      expect(await lose()).toBeGreaterThan(0)

      // What was promised before is kept, and what comes after is heard.
      const moved = desk.advance(2 * HOUR_MS)
      await until('somebody is called', async () => (await robotTexts(desk)).length > 0, 60_000)
      await lose()
      await moved
      await expectCalledOnce(desk, { wasDown: false })
      expect(await ask(desk, 'zhang-wei', '我的工单')).not.toBe('')
      await lose()
      expect(await ask(desk, 'li-na', '我的工单')).toContain('BX20261123-0001')
      expect(await dueBy(desk, 0)).toEqual([])
    }))
})

/** Alarms that are due when so much time has passed, as `nameOf` names them. */
async function dueBy(desk: TestDesk, ms: number): Promise<string[]> {
  const now = (await desk.platform().control.state()).now
  const rows = await desk.db
    .selectFrom('timer')
    .select(['name', 'key', 'dueAt', 'generation'])
    .where('dueAt', '<=', new Date(Date.parse(now) + ms))
    .execute()
  return rows.map(nameOf)
}

interface Alarm {
  readonly name: string
  readonly key: string
  readonly dueAt: Date
  readonly generation: number
}

function nameOf({ name, key, dueAt, generation }: Alarm): string {
  return `${name} ${key} ${generation} ${dueAt.toISOString()}`
}

/**
 * The group read of every ticket that was called about, of no level twice; each line there was a row. After down-time
 * one message stands for all calls that were missed, and every other call has a line of its own.
 */
async function expectCalledOnce(desk: TestDesk, { wasDown }: { wasDown: boolean }): Promise<void> {
  const texts = await robotTexts(desk)
  const sent = await desk.db
    .selectFrom('outbox_item')
    .select('key')
    .where('lane', 'like', 'wecom-robot/%')
    .where('state', '=', 'sent')
    .execute()
  expect(texts).toHaveLength(sent.length)
  const pings = await desk.db
    .selectFrom('ping')
    .innerJoin('escalation_run', 'escalation_run.id', 'ping.runId')
    .innerJoin('ticket', 'ticket.id', 'escalation_run.subjectId')
    .select('ticket.number')
    .where('target', '=', 'robot')
    .where('result', '=', 'sent')
    .execute()
  expect(pings.length).toBeGreaterThan(0)
  for (const { number } of pings) expect(texts.join('\n')).toContain(number)
  // The words name ticket, level and how late it is.
  const calls = texts.filter((text) => text.includes('升级'))
  expect(calls).toEqual([...new Set(calls)])
  expect(texts.filter((text) => text.includes('【补报】'))).toHaveLength(wasDown ? 1 : 0)
  expect(
    await desk.db.selectFrom('missed_ping').select('key').where('summaryId', 'is', null).execute(),
  ).toEqual([])
  if (wasDown) expect(calls.length).toBeLessThan(pings.length)
  else expect(calls).toHaveLength(pings.length)
}

async function robotTexts(desk: TestDesk): Promise<string[]> {
  const shown = await desk.platform().read({ kind: 'robots', id: 0 })
  return shown.map(({ text }) => text)
}
