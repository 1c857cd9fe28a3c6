/** Members join, change and leave in the directory of the stand-in: what becomes of their work, over HTTP and real queues. */
import { describe, expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { forgetDead, type Point, placeGates, withGates } from '../support/app/gates.ts'
import { report } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const WANG = { id: 'wang-qiang', name: '王强' }
const LI = { id: 'li-jun', name: '李军' }
const LIST = '/cgi-bin/department/list'

describe.each(backends)('with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }
  const onDesk = (run: (desk: TestDesk) => Promise<void>) =>
    withDesk({ redisUrl: redisUrl(), rules: NO_BURSTS }, async (desk) => {
      await desk.start()
      await allKnown(desk)
      await run(desk)
    })

  test('switched off: within the minute the offer is at the next one, the job at the dispatcher, old cards dead', () =>
    onDesk(async (desk) => {
      const job = await handTo(desk, 'li-na', WANG, 'ACCEPTED')
      const offer = await handTo(desk, 'zhang-wei', WANG, 'ASSIGNED')
      const offered = await openCard(desk, WANG.id, offer)
      const before = await desk.now()
      // The tap leaves the phone first and comes last.
      await desk.disturb({ on: 'callback', effect: 'delay', value: 3000, count: 1 })
      await desk.taps(WANG.id, offered, 'accept')
      await desk.platform().control.changeMember(WANG.id, { disabled: true })
      await until('the job waits', async () => (await ticket(desk, job)).state === 'NEW')
      await until('the offer is another’s', async () => {
        const { assigneeId } = await ticket(desk, offer)
        return assigneeId !== null && assigneeId !== (await staff(desk, WANG.id)).id
      })
      const left = await staff(desk, WANG.id)
      expect(left.leftAt?.getTime()).toBeLessThan(before.getTime() + 60_000)
      expect(left.leftBy).toBe('directory')
      expect(await tasksAbout(desk, job)).toEqual([{ kind: 'dispatch', state: 'open' }])
      await desk.idle()
      expect(await heard(desk, 'ma-dong')).toContain(`在手工单待另派：${job}`)
      expect(await heard(desk, 'gao-yuan')).toContain(`待接工单已转下一位：${offer}`)
      const owner = await desk.platform().read({ kind: 'owners', id: 'li-na' })
      expect(owner.at(-1)?.text).toContain(`${job}：正在为您另外安排人手`)
      const card = await cardOf(desk, WANG.id, offered)
      expect(card?.closed).toBe('接单人已离岗，另行派单')
      expect(await acceptedBy(desk, offer)).toEqual([])
    }))

  test('a chat that was theirs waits for somebody else; left by the book, an old card says that they no longer may', () =>
    onDesk(async (desk) => {
      const { control } = desk.platform()
      await desk.says('li-na', '转人工')
      const chat = await openCard(desk, 'lin-xia', '李娜')
      await desk.taps('lin-xia', chat, 'take')
      const handoff = () =>
        desk.db.selectFrom('handoff').select(['state', 'takenBy']).executeTakeFirst()
      await until('she has the chat', async () => (await handoff())?.state === 'accepted')
      await desk.idle()
      await control.removeMember('lin-xia')
      await until('the chat waits', async () => (await handoff())?.state === 'requested')
      expect(await handoff()).toEqual({ state: 'requested', takenBy: null })
      const task = await desk.db.selectFrom('task').select(['kind', 'state']).execute()
      expect(task).toContainEqual({ kind: 'handoff', state: 'open' })

      const offer = await handTo(desk, 'zhang-wei', WANG, 'ASSIGNED')
      const taskId = await openCard(desk, WANG.id, offer)
      await desk.db
        .updateTable('staff')
        .set({ leftAt: await desk.now() })
        .where('userId', '=', WANG.id)
        .execute()
      await desk.taps(WANG.id, taskId, 'accept')
      await desk.idle()
      expect(await heard(desk, WANG.id)).toContain('您已不在岗，这张卡片不能再操作')
      expect(await acceptedBy(desk, offer)).toEqual([])
    }))

  test('deleted while the event is lost: the reading at the next start finds it', () =>
    onDesk(async (desk) => {
      const job = await handTo(desk, 'li-na', WANG, 'ACCEPTED')
      await desk.disturb({ on: 'callback', effect: 'lose', kind: 'app', count: 2 })
      await desk.platform().control.removeMember(WANG.id)
      expect((await staff(desk, WANG.id)).leftAt).toBeNull()
      await desk.kill()
      await desk.start()
      await until('the job waits', async () => (await ticket(desk, job)).state === 'NEW')
      expect((await staff(desk, WANG.id)).leftBy).toBe('directory')
    }))

  test('told again, late and in the wrong order: whoever is gone stays gone, whoever is back is back', () =>
    onDesk(async (desk) => {
      const { control } = desk.platform()
      await desk.disturb({ on: 'callback', effect: 'repeat', kind: 'app' })
      // An old change, then the deletion and the end of sight: sent newest first.
      await desk.disturb({ on: 'callback', effect: 'reverse', kind: 'app', count: 3 })
      await control.changeMember(WANG.id, { name: '王强强' })
      await control.removeMember(WANG.id)
      await until('he is off the roster', async () => (await staff(desk, WANG.id)).leftAt)
      await desk.idle()
      const { leftAt } = await staff(desk, WANG.id)
      expect(leftAt).not.toBeNull()
      const leaves = () =>
        desk.db.selectFrom('audit_log').select('id').where('action', '=', 'staff.leave').execute()
      expect(await leaves()).toHaveLength(1)
      await control.addMember({ id: WANG.id, name: '王强' })
      await until('he is back', async () => (await staff(desk, WANG.id)).leftAt === null)
      await desk.idle()
      expect(await leaves()).toHaveLength(1)
    }))

  test('renamed: the same person, the same job, and the card still answers', () =>
    onDesk(async (desk) => {
      const job = await handTo(desk, 'li-na', WANG, 'ACCEPTED')
      const taskId = await openCard(desk, WANG.id, job)
      const before = await staff(desk, WANG.id)
      await desk.platform().control.changeMember(WANG.id, { newId: 'Wang.Qiang2' })
      await until('the row has the new id', async () => {
        const row = await staffById(desk, before.id)
        return row.userId === 'Wang.Qiang2'
      })
      await desk.idle()
      expect((await staffById(desk, before.id)).leftAt).toBeNull()
      await desk.taps('Wang.Qiang2', taskId, 'arrive')
      await until('he has arrived', async () => (await ticket(desk, job)).state === 'ARRIVED')
      expect((await ticket(desk, job)).assigneeId).toBe(before.id)
    }))

  test('the visible range narrowed by mistake takes nobody away; widened again nobody is asked about', () =>
    onDesk(async (desk) => {
      const { control } = desk.platform()
      await control.putDepartment({ id: 7, name: '空部门' })
      await control.setVisibleRange({ departments: [7] })
      await until('a manager is asked', async () => {
        const tasks = await openQuestions(desk)
        return tasks.length > 0
      })
      await desk.idle()
      const gone = await desk.db
        .selectFrom('staff')
        .select('id')
        .where('leftAt', 'is not', null)
        .execute()
      // Three may go by themselves; the rest stays.
      expect(gone.length).toBeLessThanOrEqual(3)
      await control.setVisibleRange({ departments: [1] })
      await until('nobody is missing', async () => {
        const { missing } = await desk.db
          .selectFrom('staff')
          .select((select) => select.fn.countAll<string>().as('missing'))
          .where((where) =>
            where.or([where('missingAt', 'is not', null), where('leftAt', 'is not', null)]),
          )
          .executeTakeFirstOrThrow()
        return Number(missing) === 0
      })
      expect(await openQuestions(desk)).toEqual([])
    }))

  test('killed anywhere between the event and what comes of it, nothing is lost', () =>
    onDesk(async (desk) => {
      await placeGates(desk.db)
      // The regular reading must not be what finds them.
      await desk.disturb({ on: 'call', effect: 'errcode', value: 48002, path: LIST })
      const points = [
        ['ordering', WANG.id],
        ['taking', LI.id],
        ['noting', 'zhou-ping'],
      ] as const satisfies readonly (readonly [Point, string])[]
      for (const [point, userId] of points) {
        await withGates(desk.db, [point], async ([gate]) => {
          await desk.platform().control.removeMember(userId)
          await gate?.reached()
          await desk.kill()
          await forgetDead(desk.db, 'all')
        })
        // A try that was under way is given up for dead when its time is over.
        await desk.moveWithoutWorkers(60_000)
        await desk.start()
        await until(`${userId} is off the roster`, async () => (await staff(desk, userId)).leftAt)
      }
    }))
})

function staff(desk: TestDesk, userId: string) {
  return desk.db
    .selectFrom('staff')
    .selectAll()
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow()
}

function staffById(desk: TestDesk, id: string) {
  return desk.db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

function ticket(desk: TestDesk, number: string) {
  return desk.db
    .selectFrom('ticket')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
}

async function allKnown(desk: TestDesk): Promise<void> {
  await until('the directory knows everybody', async () => {
    const rows = await desk.db.selectFrom('staff').select('linkedAt').execute()
    return rows.length > 0 && rows.every(({ linkedAt }) => linkedAt !== null)
  })
}

/** Reports a repair, has the dispatcher give it to somebody, who takes it where that is wanted. */
async function handTo(
  desk: TestDesk,
  owner: string,
  to: typeof WANG,
  state: 'ASSIGNED' | 'ACCEPTED',
): Promise<string> {
  const number = await report(desk, owner, '厨房水管漏水')
  await desk
    .platform()
    .control.write({ kind: 'members', id: 'ma-dong' }, { text: `派单 ${number} ${to.name}` })
  const { id } = await staff(desk, to.id)
  await until(`${number} is offered to ${to.name}`, async () => {
    return (await ticket(desk, number)).assigneeId === id
  })
  await desk.idle()
  if (state === 'ACCEPTED') await desk.taps(to.id, await openCard(desk, to.id, number), 'accept')
  await until(`${number} is ${state}`, async () => (await ticket(desk, number)).state === state)
  await desk.idle()
  return number
}

async function cardsOf(desk: TestDesk, memberId: string) {
  const messages = await desk.platform().read({ kind: 'members', id: memberId })
  return messages.flatMap(({ card }) => (card ? [card] : []))
}

async function cardOf(desk: TestDesk, memberId: string, taskId: string) {
  return (await cardsOf(desk, memberId)).find((card) => card.taskId === taskId)
}

async function openCard(desk: TestDesk, memberId: string, words: string): Promise<string> {
  const card = await until(`${memberId} has a card about ${words}`, async () =>
    (await cardsOf(desk, memberId)).findLast(
      ({ buttons, title, lines }) =>
        buttons.length > 0 && JSON.stringify([title, lines]).includes(words),
    ),
  )
  return card.taskId
}

async function tasksAbout(desk: TestDesk, number: string) {
  return desk.db
    .selectFrom('task')
    .select(['kind', 'state'])
    .where('subjectId', '=', (await ticket(desk, number)).id)
    .where('state', '=', 'open')
    .execute()
}

function openQuestions(desk: TestDesk) {
  return desk.db
    .selectFrom('task')
    .select('id')
    .where('kind', '=', 'staff-missing')
    .where('state', 'in', ['open', 'taken'])
    .execute()
}

async function heard(desk: TestDesk, memberId: string): Promise<string> {
  const messages = await desk.platform().read({ kind: 'members', id: memberId })
  return messages.map(({ text }) => text).join('\n')
}

async function acceptedBy(desk: TestDesk, number: string) {
  return desk.db
    .selectFrom('ticket_event')
    .select('actorId')
    .where('ticketId', '=', (await ticket(desk, number)).id)
    .where('kind', '=', 'accepted')
    .execute()
}
