/** A promised time that moves, or cannot be kept, is told before it passes: once, to everybody who follows the ticket. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let number: string

/** Monday 10:00: accept by 10:15, arrive within a working day. */
beforeEach(async () => {
  desk = await openTicketDesk()
  await desk.staff('张管家', 'steward')
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
})
afterEach(() => desk.close())

const act = (actor: OwnerActor | StaffActor, action: string, input = {}) =>
  desk.act(actor, `tickets.${action}`, { number, ...input })
const told = () => desk.tell.of('owner').map(({ words }) => words.replace('tickets.owner.', ''))
const read = () =>
  desk.tell.read
    .filter((line) => line.startsWith('业主'))
    .map((line) => line.split('：').slice(1).join('：'))
const news = async () => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('owner_news').selectAll().where('ticketId', '=', id)
  return await rows.orderBy('seq').execute()
}
const clocks = async (kind: string) => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('sla_clock').selectAll().where('subjectId', '=', id)
  return await rows.where('kind', '=', kind).orderBy('startAt').execute()
}

describe('a promise that cannot be kept', () => {
  test('is put off before it passes, once, and the page says the new time', async () => {
    expect(await news()).toMatchObject([
      { words: 'registered', promise: 'accept', by: new Date('2026-11-23T10:15:00+08:00') },
    ])
    await desk.moveTo('2026-11-23T10:11:59+08:00')
    expect(told()).toEqual([])
    await desk.moveTo('2026-11-23T10:12:01+08:00')
    expect(read()).toEqual([
      `${number}比说好的时间要晚，很抱歉。等待师傅接单，最晚明天10:00前有进展，再有变化提前告诉您。`,
    ])
    await desk.moveTo('2026-11-23T10:20:00+08:00')
    expect(told()).toEqual(['late'])
    expect((await act(owner, 'show')).result).toMatchObject({ next_by: '明天10:00' })
  })

  test('after two delays a steward speaks to the owner, and nothing more is promised by itself', async () => {
    await desk.moveTo('2026-11-24T14:00:00+08:00')
    // Instead of the taking the coming, which is put off twice.
    expect(told()).toEqual(['late', 'late', 'late', 'late_person'])
    const tasks = desk.db.selectFrom('task').selectAll().where('kind', '=', 'explain-delay')
    expect(await tasks.execute()).toMatchObject([{ role: 'steward', values: { number } }])
    await desk.moveTo('2026-11-27T18:00:00+08:00')
    expect(told()).toHaveLength(4)
    expect(await tasks.execute()).toHaveLength(1)
  })

  test('kept meanwhile: the alarm does nothing', async () => {
    await desk.moveTo('2026-11-23T10:11:00+08:00')
    await act(wang, 'accept')
    desk.tell.clear()
    await desk.moveTo('2026-11-23T10:30:00+08:00')
    expect(told()).toEqual([])
  })

  test('taken in the same moment as the alarm rings: one of both is told first, none twice', async () => {
    await desk.moveTo('2026-11-23T10:11:00+08:00')
    await Promise.all([act(wang, 'accept'), desk.moveTo('2026-11-23T10:12:01+08:00')])
    expect(told().filter((words) => words === 'accepted')).toHaveLength(1)
    expect(told().filter((words) => words === 'late').length).toBeLessThanOrEqual(1)
    expect((await news()).at(-1)?.seq).toBe((await news()).length)
  })

  test('an alarm that rings again finds its news told', async () => {
    await desk.moveTo('2026-11-23T10:12:01+08:00')
    const [first] = await news()
    const { id: ticketId } = await desk.ticket(number)
    await desk.db
      .insertInto('timer')
      .values({
        id: 'again',
        name: 'tickets.news-due',
        key: first?.id ?? '',
        dueAt: desk.now(),
        payload: JSON.stringify({ ticketId }),
        createdAt: desk.now(),
      })
      .execute()
    await desk.advance(1)
    expect(told()).toEqual(['late'])
  })
})

describe('a promised time that moves', () => {
  test('by a pause is told with its reason and day, and again before that day is over', async () => {
    await act(wang, 'accept')
    await act(wang, 'hold', { reason: 'waiting_parts', until: '2026-11-24' })
    expect(read().at(-1)).toBe(
      `${number}暂时停下：等配件到货，预计明天继续。给您添麻烦了，一有进展就告诉您。`,
    )
    expect((await news()).at(-1)).toMatchObject({
      promise: 'resume',
      by: new Date('2026-11-24T17:30:00+08:00'),
    })
    await desk.moveTo('2026-11-24T16:59:00+08:00')
    expect(told().filter((words) => words === 'late')).toEqual([])
    await desk.moveTo('2026-11-24T17:30:00+08:00')
    expect(read().at(-1)).toContain('最晚明天17:30前有进展')
    await act(wang, 'resume')
    expect(read().at(-1)).toMatch(/已恢复处理，王强\d+师傅最晚.+前到。$/)
  })

  test('by another calendar or policy is told before the old time passes', async () => {
    await act(wang, 'accept')
    const { id } = await desk.ticket(number)
    const before = (await news()).at(-1)?.by ?? new Date(0)
    await desk.db
      .updateTable('sla_clock')
      .set({ dueAt: new Date('2026-11-26T10:00:00+08:00') })
      .where('subjectId', '=', id)
      .where('kind', '=', 'arrive')
      .execute()
    desk.tell.clear()
    await desk.moveTo(before.toISOString())
    expect(told()).toContain('moved')
    expect(read().at(-1)).toContain('改为11月26日10:00前')
  })

  test('by greater urgency is told to the others who follow it; who said so hears it in the answer', async () => {
    const { roomCode } = await desk.ticket(number)
    const spouse = await desk.owner(`家人${number}`, roomCode ?? '')
    expect(
      await desk.act(spouse, 'tickets.create', { text: '厨房水管漏水', room: roomCode }),
    ).toMatchObject({ outcome: 'duplicate' })
    await act(owner, 'add_note', { text: '爆管了，水漫出来了，马上来' })
    const urgent = desk.tell.of('owner').filter(({ words }) => words.endsWith('.raised'))
    expect(urgent.map(({ conversationId }) => conversationId)).toEqual([spouse.conversationId])
  })

  test('by handing it over is told, when somebody had been named', async () => {
    await scene.hire('李军')
    await act(wang, 'transfer', {
      to: scene.named('李军'),
      reason: 'too_busy',
      colleague: scene.named('李军'),
    })
    expect(told()).toEqual([])
  })
})

test('news are owed to the owner at a distance: told by anything, and by the desk itself when nothing happens', async () => {
  await act(wang, 'accept')
  await act(wang, 'arrive')
  desk.tell.clear()
  const [open] = (await clocks('next_update')).filter(({ state }) => state === 'running')
  expect(open?.dueAt).toEqual(new Date('2026-11-24T10:00:00+08:00'))
  await desk.moveTo('2026-11-24T09:29:00+08:00')
  expect(told()).toEqual([])
  await desk.moveTo('2026-11-24T09:31:00+08:00')
  expect(told()).toEqual(['still'])
  expect(read().at(-1)).toMatch(
    new RegExp(`^${number}的进展：师傅正在处理，最晚.+前。有变化马上告诉您。$`),
  )
  const states = (await clocks('next_update')).map(({ state }) => state)
  expect(states.filter((state) => state === 'running')).toHaveLength(1)
  expect(states).not.toContain('missed')
  await act(wang, 'finish')
  expect((await clocks('next_update')).filter(({ state }) => state === 'running')).toEqual([])
})

test('each step is told to everybody who follows it, with what is next', async () => {
  const { roomCode } = await desk.ticket(number)
  const spouse = await desk.owner(`家人${number}`, roomCode ?? '')
  await desk.act(spouse, 'tickets.create', { text: '厨房水管漏水', room: roomCode })
  await desk.db.updateTable('project').set({ servicePhone: '0571-88000001' }).execute()
  for (const step of ['accept', 'arrive', 'finish']) await act(wang, step)
  await act(owner, 'reopen', { text: '还漏' })
  await act(owner, 'withdraw', { text: '不修了' })
  const heard = (conversationId: string) =>
    desk.tell
      .of('owner')
      .filter((note) => note.conversationId === conversationId)
      .map(({ words }) => words.split('.').at(-1))
  expect(heard(owner.conversationId)).toEqual(['accepted', 'arrived', 'done'])
  expect(heard(spouse.conversationId)).toEqual([
    'accepted',
    'arrived',
    'done',
    'reopened',
    // Theirs as well: it goes on for them.
    'yours_now',
  ])
  expect(read()[0]).toMatch(/已接单，最晚明天10:00前到。请您保持电话畅通。$/)
})
