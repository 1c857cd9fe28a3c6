/** One account of two people is told once, and a notice ends although its last tasks end at the same moment. */
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { taskRead } from '../../../src/desk/notices/task-settled.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { CHEN } from '../../sandbox/support/test-platform.ts'
import { anOwner } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'

let desk: NoticeDesk
let agent: StaffActor

beforeEach(async () => {
  desk = await openNoticeDesk()
  agent = await desk.staff('林霞', 'agent')
  await desk.staff('高远', 'manager')
})
afterEach(() => desk.close())

const wish = {
  kind: 'other',
  title: '公示',
  text: '请查看大厅公示。',
  audience: '3栋、5栋',
  when: '',
  send: '',
}

test('two people who share an account are told by one steward, once, and both are counted', async () => {
  await desk.staff('lina', 'steward', ['3'])
  await desk.staff('wangtao', 'steward', ['5'])
  await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
  await anOwner(desk.db, { user: CHEN, rooms: ['5-1-301'] })
  const times = { addedAt: desk.now(), seenAt: desk.now() }
  const customer = { corpId: 'corp-1', externalUserId: CHEN, name: '陈', state: '', tagIds: [] }
  const contacts = ['lina', 'wangtao'].map((userId) => ({ userId, ...customer, ...times }))
  await desk.db.insertInto('contact').values(contacts).execute()
  const { result } = await desk.act(agent, 'notices.preview', wish)
  expect(result).toMatchObject({ people: 2, stewards: [{ name: 'lina', count: 2 }] })
})

test('two tasks whose results are written at the same moment: the later one ends the notice', async () => {
  const now = desk.now()
  const ids = { corpId: 'corp-1', projectId: agent.projectId, writerId: agent.staffId }
  const said = { kind: 'other', title: '公示', body: '公示', urgent: false, isWholeProject: false }
  const audience = JSON.stringify({ parts: [], label: '' })
  const times = { sendAt: now, startedAt: now, createdAt: now }
  await desk.db
    .insertInto('notice')
    .values({ id: 'n1', ...ids, ...said, audience, ...times, state: 'SENDING' })
    .execute()
  const task = { noticeId: 'n1', name: 'lina', groups: [], state: 'waiting', createdAt: now }
  const tasks = ['t1', 't2'].map((id, part) => ({ id, userId: 'lina', part, ...task }))
  await desk.db.insertInto('notice_task').values(tasks).execute()
  const read = (taskId: string, hold: Promise<void>) =>
    desk.doWork(now, async (work) => {
      const known = { taskId, platformId: taskId, userId: 'lina' }
      const result = { isSent: true, results: [] }
      await taskRead(work, known, { state: 'ok', outcome: 'ok', result })
      await hold
    })
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const reads = [read('t1', held), read('t2', Promise.resolve())]
  // The second waits for the first, or has looked without it.
  const isOver = await Promise.race([reads[1]?.then(() => true), waitedFor(desk)])
  letGo()
  await Promise.all(reads)
  const { state } = await desk.db.selectFrom('notice').select('state').executeTakeFirstOrThrow()
  expect({ isOver, state }).toEqual({ isOver: false, state: 'SENT' })
})

/** False once somebody waits for a lock. */
async function waitedFor({ db }: NoticeDesk): Promise<boolean> {
  for (;;) {
    const { rows } = await sql`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
      db,
    )
    if (rows.length > 0) return false
  }
}
