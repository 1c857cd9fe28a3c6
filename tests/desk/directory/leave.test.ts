/** Somebody leaves the directory: what they had passes on at once, and nothing else changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readDirectory } from '../../../src/desk/directory/read-directory.ts'
import { onDutyStaff } from '../../../src/desk/roster/on-duty.ts'
import { openTask } from '../../../src/desk/tasks/open-task.ts'
import { takeTask } from '../../../src/desk/tasks/take-task.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { type HandDirectory, handDirectory } from '../../support/desk/hand-directory.ts'
import { aProject } from '../../support/desk/people.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let wang: StaffActor
let dispatcher: StaffActor
let directory: HandDirectory
let number: string

beforeAll(async () => {
  desk = await openTicketDesk((rules) => ({
    ...rules,
    directory: { ...rules.directory, sweep: { ...rules.directory.sweep, always: 100 } },
  }))
  await aProject(desk.db)
  dispatcher = await desk.staff('调度', 'dispatcher')
})
beforeEach(async () => {
  directory = handDirectory()
  scene = await aScene(desk)
  ;({ wang, number } = scene)
  await listEverybody()
  await sync()
  desk.tell.clear()
})
afterAll(() => desk.close())

const sync = () =>
  readDirectory({
    db: desk.db,
    platform: directory,
    corpId: 'corp-1',
    now: () => desk.now(),
    makeWork: (tx) => desk.doWork.within(tx, desk.now()),
  })
async function listEverybody(): Promise<void> {
  const rows = await desk.db
    .selectFrom('staff')
    .select('userId')
    .where('leftAt', 'is', null)
    .execute()
  for (const { userId } of rows) directory.put(userId)
}
const row = (staff: StaffActor) =>
  desk.db.selectFrom('staff').selectAll().where('id', '=', staff.staffId).executeTakeFirstOrThrow()
async function leaves(staff: StaffActor): Promise<void> {
  directory.people.delete((await row(staff)).userId)
  await desk.moveTo(new Date(desk.now().getTime() + 1000).toISOString())
  await sync()
}
async function onDuty(staff: StaffActor): Promise<boolean> {
  const people = await desk.work(dispatcher, (work) =>
    onDutyStaff(work, { projectId: PROJECT, at: work.now }),
  )
  return people.some(({ id }) => id === staff.staffId)
}
const openTasks = async () =>
  desk.db
    .selectFrom('task')
    .selectAll()
    .where('subjectId', '=', (await desk.ticket(number)).id)
    .execute()
const offers = async () =>
  desk.db
    .selectFrom('assignment')
    .select(['staffId', 'outcome'])
    .where('ticketId', '=', (await desk.ticket(number)).id)
    .orderBy('round')
    .execute()

describe('what is in their hands', () => {
  test('an offer goes to the next one, and the owner hears nothing', async () => {
    const li = await scene.hire('李四')
    directory.put(scene.named('李四'))
    await leaves(wang)
    expect(await onDuty(wang)).toBe(false)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
    expect(await offers()).toEqual([
      { staffId: wang.staffId, outcome: 'left' },
      { staffId: li.staffId, outcome: null },
    ])
    expect(desk.tell.of('owner')).toEqual([])
    expect(desk.tell.of('close').map(({ words }) => words)).toContain('tickets.card.holder_left')
  })

  test.each(['ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])(
    'a job that is %s goes to the dispatcher; the owner hears that others are looked for',
    async (state) => {
      await scene.hire('李四')
      directory.put(scene.named('李四'))
      await scene.bringTo(state)
      const before = await desk.ticket(number)
      desk.tell.clear()
      await leaves(wang)
      const after = await desk.ticket(number)
      expect(after).toMatchObject({ state: 'NEW', assigneeId: null, acceptedAt: null })
      expect(after.firstResponderId).toBe(before.firstResponderId)
      expect(await openTasks()).toEqual([
        expect.objectContaining({
          kind: 'dispatch',
          state: 'open',
          role: 'dispatcher',
          values: expect.objectContaining({ number, reason: '接单人已离岗，请另派他人' }),
        }),
      ])
      expect(desk.tell.of('owner').map(({ words }) => words)).toEqual(['tickets.owner.rearranged'])
      const told = desk.tell.of('staff').filter(({ words }) => words === 'directory.left')
      expect(told.map(({ staffId }) => staffId)).toContain(dispatcher.staffId)
      expect(told[0]?.values).toMatchObject({ inHand: [number], departments: ['工程部'] })
      expect(desk.tell.read.at(-1)).toContain(`在手工单待另派：${number}`)
      const events = await desk.db
        .selectFrom('ticket_event')
        .select(['kind', 'payload'])
        .where('ticketId', '=', after.id)
        .orderBy('seq')
        .execute()
      expect(events.findLast(({ kind }) => kind === 'returned')?.payload).toMatchObject({
        reason: 'left',
        name: scene.named('王强'),
      })
      expect(events.at(-1)).toMatchObject({
        kind: 'dispatcher-called',
        payload: { reason: 'left' },
      })
    },
  )

  test('a finished job stays theirs', async () => {
    await scene.bringTo('DONE')
    await leaves(wang)
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE', assigneeId: wang.staffId })
  })

  test('a task they had taken is open again and called', async () => {
    const agent = await desk.staff(scene.named('客服'), 'agent')
    directory.put(scene.named('客服'))
    const taskId = await desk.work(dispatcher, (work) =>
      openTask(work, {
        ...{ kind: 'call-owner', key: `call-${number}`, corpId: 'corp-1', projectId: PROJECT },
        ...{ role: 'agent', values: { number, place: '', reason: '', phone: '' } },
      }),
    )
    await sync()
    await desk.work(agent, (work) => takeTask(work, taskId ?? '', agent.staffId))
    desk.tell.clear()
    await leaves(agent)
    expect(
      await desk.db.selectFrom('task').selectAll().where('id', '=', taskId).executeTakeFirst(),
    ).toMatchObject({ state: 'open', takenById: null, takenAt: null })
    expect(desk.tell.of('card').map(({ staffId }) => staffId)).not.toContain(agent.staffId)
    expect(desk.tell.of('robot').map(({ words }) => words)).toContain('tasks.robot.call-owner')
  })

  test('an offer that was on its way while they left is found by the next reading', async () => {
    const li = await scene.hire('李四')
    directory.put(scene.named('李四'))
    const { userId } = await row(wang)
    directory.people.delete(userId)
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now(), leftBy: 'directory' })
      .where('id', '=', wang.staffId)
      .execute()
    await sync()
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
  })
})

describe('the person', () => {
  test('read again nothing more happens', async () => {
    await scene.bringTo('ACCEPTED')
    await leaves(wang)
    const { leftAt } = await row(wang)
    const count = desk.tell.told.length
    await desk.moveTo(new Date(desk.now().getTime() + 1000).toISOString())
    await sync()
    expect((await row(wang)).leftAt).toEqual(leftAt)
    expect(desk.tell.told).toHaveLength(count)
  })

  test('switched off they leave, switched on they are back, with nothing of what they had', async () => {
    await scene.bringTo('ACCEPTED')
    const { userId } = await row(wang)
    directory.put(userId, { isActive: false })
    await desk.advance(1)
    await sync()
    expect(await row(wang)).toMatchObject({ leftBy: 'directory' })
    directory.put(userId)
    await desk.advance(1)
    await sync()
    expect(await row(wang)).toMatchObject({ leftBy: null, leftAt: null })
    expect(await onDuty(wang)).toBe(true)
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: null })
  })

  test('left by the book they stay away, whatever the directory says', async () => {
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('id', '=', wang.staffId)
      .execute()
    await sync()
    expect(await row(wang)).toMatchObject({ leftAt: expect.any(Date), leftBy: null })
  })

  test('entered by hand without an account they stay', async () => {
    const hand = await desk.staff(scene.named('老陈'), 'steward')
    await sync()
    expect(await row(hand)).toMatchObject({ leftAt: null, linkedAt: null })
    expect(directory.asked).toContain(scene.named('老陈'))
  })

  test('seen by name and on no list they stay: an app may see a person and not the department', async () => {
    const { userId } = await row(wang)
    directory.put(userId, { departmentIds: [9] })
    await desk.advance(1)
    await sync()
    expect(await row(wang)).toMatchObject({ leftAt: null, departmentIds: [9] })
  })
})
