import { describe, expect, test } from 'vitest'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { expectShownAsSent } from '../support/app/each-once.ts'
import { forgetDead, type Point, placeGates, withGates } from '../support/app/gates.ts'
import { ask } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { openPayLinkServer, type PayLinkServer } from '../support/pay-link-server.ts'
import { until } from '../support/until.ts'

const RULES = [...NO_BURSTS, ...SHORT_CLAIMS]
const OWNER = 'zhang-wei'

describe.each(backends)('with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('a payment link is made once and told once, wherever between the wish and the answer the desk is killed', async () => {
    const service = await openPayLinkServer('secret')
    const env = { PAY_LINK_URL: service.url, PAY_LINK_TOKEN: 'secret' }
    try {
      await withDesk({ redisUrl: redisUrl(), rules: RULES, env }, async (desk) => {
        await desk.start()
        await placeGates(desk.db)
        const gates = ['ordering', 'committing', 'taking', 'noting', 'resulting'] as const
        for (const point of gates)
          await madeOnceAlthough(desk, service, point, killedAt(desk, point))
        for (const at of ['before', 'after'] as const)
          await madeOnceAlthough(desk, service, at, killedWhileSending(desk, service, at))
        expect(service.calls.some((call) => call.startsWith('GET'))).toBe(true)
        await expectShownAsSent(desk, OWNER)
      })
    } finally {
      await service.close()
    }
  })
})

function killedAt(desk: TestDesk, point: Point): () => Promise<void> {
  return () =>
    withGates(desk.db, [point], async ([gate]) => {
      await desk.says(OWNER, '好的')
      await gate?.reached()
      await desk.kill()
      await forgetDead(desk.db, 'all')
    })
}

function killedWhileSending(
  desk: TestDesk,
  service: PayLinkServer,
  at: 'before' | 'after',
): () => Promise<void> {
  return async () => {
    service.hold(at)
    await desk.says(OWNER, '好的')
    await until('a link is being made', async () => service.held() > 0)
    await desk.kill()
    service.hold(null)
  }
}

async function madeOnceAlthough(
  desk: TestDesk,
  service: PayLinkServer,
  point: string,
  killed: () => Promise<void>,
): Promise<void> {
  const before = new Set(service.links.keys())
  const shownBefore = await linksShown(desk)
  expect(await ask(desk, OWNER, '查物业费')).toContain('现在缴费吗')
  await killed()
  // A try that was under way is given up for dead when its time is over.
  await desk.moveWithoutWorkers(60_000)
  await desk.start()
  await until(`the link is shown after ${point}`, async () => {
    return (await linksShown(desk)) > shownBefore
  })
  await desk.idle()
  const made = [...service.links].filter(([key]) => !before.has(key))
  expect(
    made.map(([, { times }]) => times),
    point,
  ).toEqual([1])
  expect(await linksShown(desk), point).toBe(shownBefore + 1)
  const orders = await desk.db.selectFrom('remote_order').select(['state', 'outcome']).execute()
  expect(orders.every(({ state }) => state === 'ok')).toBe(true)
}

async function linksShown(desk: TestDesk): Promise<number> {
  const shown = await desk.platform().read({ kind: 'owners', id: OWNER })
  return shown.filter(({ text }) => text.includes('点这里缴费')).length
}
