/** A steward's task is made on the platform once, wherever between the manager's word and its making the desk is killed. */
import { expect, test } from 'vitest'
import { NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { forgetDead, type Point, placeGates, withGates } from '../support/app/gates.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { until } from '../support/until.ts'

const RULES = [...NO_BURSTS, ...SHORT_CLAIMS]
const MANAGER = 'gao-yuan'
const STEWARD = 'he-jie'
const MAKE = '/cgi-bin/externalcontact/add_msg_template'

// The queue only wakes the loop that works orders off: ordered-once.test.ts kills with both.
test(
  'a notice of a killed desk is one task on the steward’s phone, and it is known to the desk',
  PATIENCE,
  () =>
    withDesk({ redisUrl: null, rules: RULES }, async (desk) => {
      await desk.start()
      await desk.platform().control.addContact('zhang-wei', { member: STEWARD })
      await desk.idle()
      await placeGates(desk.db)
      for (const point of ['ordering', 'taking', 'noting'] as const)
        await madeOnce(desk, point, () => killedAt(desk, point))
      await madeOnce(desk, 'before the call', () => killedInCall(desk, 'timeout'))
      await madeOnce(desk, 'after the call', () => killedInCall(desk, 'timeout-after'))
    }),
)

async function madeOnce(desk: TestDesk, title: string, kill: () => Promise<void>): Promise<void> {
  for (const text of ['发通知', '活动', `通知：${title}`, '周六在中心花园包饺子。', '3栋', '现在'])
    await says(desk, text)
  const asked = (await desk.platform().read({ kind: 'members', id: MANAGER })).at(-1)
  expect(asked?.text).toContain(`请核对通知：`)
  await kill()
  // Long enough for a try under way to be given up for dead, and for the manager not to be taken for a flood.
  await desk.moveWithoutWorkers(10 * 60_000)
  await desk.start()
  const task = await until(`the task of "${title}" is known`, () =>
    desk.db
      .selectFrom('notice_task')
      .innerJoin('notice', 'notice.id', 'notice_task.noticeId')
      .select(['notice_task.platformId', 'notice_task.state'])
      .where('notice.title', '=', `通知：${title}`)
      .where('notice_task.state', '=', 'waiting')
      .executeTakeFirst(),
  )
  await desk.idle()
  const shown = await desk.platform().control.senderTasks(STEWARD)
  const mine = shown.filter(({ text }) => text.includes(`【通知：${title}】`))
  expect(
    mine.map(({ msgid }) => msgid),
    title,
  ).toEqual([task.platformId])
}

/** The last word of the manager is said, and the desk dies at the gate. */
function killedAt(desk: TestDesk, point: Point): Promise<void> {
  return withGates(desk.db, [point], async ([gate]) => {
    await says(desk, '发送', false)
    await gate?.reached()
    await desk.kill()
    await forgetDead(desk.db, 'all')
  })
}

/** The call hangs, before or after the platform made the task, and the desk dies waiting. */
async function killedInCall(desk: TestDesk, effect: 'timeout' | 'timeout-after'): Promise<void> {
  await desk.disturb({ on: 'call', effect, path: MAKE, value: 60_000, count: 1 })
  await says(desk, '发送', false)
  await until('the call is under way', async () => {
    const order = await desk.db
      .selectFrom('remote_order')
      .select('maybeDone')
      .where('action', '=', 'notices.create_task')
      .where('state', '=', 'running')
      .executeTakeFirst()
    const faults = await desk.platform().control.faults()
    return order !== undefined && faults.every((fault) => fault.path !== MAKE)
  })
  await desk.kill()
}

async function says(desk: TestDesk, text: string, waits = true): Promise<void> {
  await desk.platform().control.write({ kind: 'members', id: MANAGER }, { text })
  if (waits) await desk.idle()
}
