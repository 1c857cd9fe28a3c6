/** Calling in more people: who is asked, who hears what, and how it ends; the assignee stays who they are. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffMember } from '../../../src/desk/staff/staff.ts'
import { ticketClicks } from '../../../src/desk/tickets/clicks.ts'
import { sendOff } from '../../../src/desk/tickets/help/answer-call.ts'
import { readAskedFor } from '../../../src/desk/tickets/help/asked-for.ts'
import { helperLines } from '../../../src/desk/tickets/help/helper-lines.ts'
import { actingStaff } from '../../../src/desk/tickets/staff-step.ts'
import { takeFromLeaver } from '../../../src/desk/tickets/take-from-leaver.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let wang: StaffActor
let boss: StaffActor
let li: StaffActor
let number: string
let liName: string

beforeAll(async () => {
  desk = await openTicketDesk()
  boss = await desk.staff('调度', 'dispatcher')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ wang, number } = scene)
  await scene.bringTo('ACCEPTED')
  li = await scene.hire('李军')
  liName = scene.named('李军')
  desk.tell.clear()
})
afterAll(() => desk.close())

const call = (words: string, actor = boss, colleague?: string) =>
  desk.act(actor, 'tickets.call_in', { words, colleague })
const callLi = (actor = boss) => call(`叫人 ${number} ${liName} 需要两个人抬`, actor)
const helpOf = async (staff: StaffActor) => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('ticket_helper').selectAll().where('ticketId', '=', id)
  const found = await rows.where('staffId', '=', staff.staffId).execute()
  return found.find(({ endedAt }) => endedAt === null) ?? found.at(-1) ?? null
}
const click = ticketClicks['help']
const tap = async (staff: StaffActor, key: string, of = staff) => {
  const subject = { kind: 'help', id: (await helpOf(of))?.id ?? 'none' }
  return desk.work(staff, async (work) => {
    const answer = await click?.(work, { subject, key, selections: {} })
    if (answer?.close) desk.tell.text(answer.close.words, answer.close.values)
    return answer
  })
}
const answer = (staff: StaffActor, given: string, words = '') =>
  desk.act(staff, 'tickets.answer_call', { answer: given, words })
const toldTo = (staff: StaffActor) =>
  desk.tell.of('staff').flatMap((one) => (one.staffId === staff.staffId ? [one.words] : []))
const cardsOf = (staff: StaffActor) =>
  desk.tell.of('card').flatMap((one) => (one.staffId === staff.staffId ? [one.card] : []))
const kinds = async () => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('ticket_event').select('kind').where('ticketId', '=', id)
  return (await rows.orderBy('seq').execute()).map(({ kind }) => kind)
}

describe('called by name', () => {
  test('the helper gets a card, comes, leaves; the assignee stays responsible and hears each step', async () => {
    const before = await desk.ticket(number)
    expect(await callLi()).toMatchObject({
      outcome: 'ok',
      result: { number, called: liName, minutes: 15, off_duty: '', holder: scene.named('王强') },
    })
    expect(cardsOf(li)).toEqual(['tickets.help_asked'])
    expect(desk.tell.of('card').at(-1)?.values).toMatchObject({
      words: '需要两个人抬',
      by: '调度',
      holder: scene.named('王强'),
    })
    expect(toldTo(wang)).toEqual(['tickets.staff.help_called'])
    expect(await tap(li, 'help_accept')).toMatchObject({ outcome: 'ok' })
    expect(await tap(li, 'help_accept')).toMatchObject({ outcome: 'already' })
    expect(cardsOf(li)).toEqual(['tickets.help_asked', 'tickets.helping'])
    expect(toldTo(wang).at(-1)).toBe('tickets.staff.help_comes')
    expect(toldTo(boss).at(-1)).toBe('tickets.staff.help_comes')
    expect(desk.tell.of('owner').map(({ words }) => words)).toEqual(['tickets.owner.helper'])
    const { id, assigneeId, state } = await desk.ticket(number)
    expect({ assigneeId, state }).toEqual({ assigneeId: wang.staffId, state: before.state })
    expect(await desk.work(boss, ({ tx }) => helperLines(tx, id))).toMatchObject([
      { name: liName, by: '调度', state: 'helping', words: '需要两个人抬' },
    ])
    expect(await tap(li, 'help_done')).toMatchObject({ outcome: 'ok' })
    expect(await tap(li, 'help_done')).toMatchObject({ outcome: 'already' })
    expect(toldTo(wang).at(-1)).toBe('tickets.staff.help_done')
    expect((await kinds()).slice(-3)).toEqual(['help-called', 'help-accepted', 'help-done'])
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('by whoever has it, without a number when it is the only one; never by somebody else', async () => {
    const { userId } = await desk.work(wang, (work) => actingStaff({ ...work, actor: li }))
    expect(await call('叫人，要2个人', wang, userId)).toMatchObject({ outcome: 'ok' })
    expect(toldTo(wang)).toEqual([])
    const other = await scene.hire('外人')
    expect(await call(`叫人 ${number} ${liName}`, other)).toMatchObject({ outcome: 'not_yours' })
    const far = await desk.staff('远方', 'dispatcher', { projectId: 'project-9' })
    expect(await call(`叫人 ${number} ${liName}`, far)).toMatchObject({ outcome: 'not_found' })
  })

  test('who declines or has not answered: whoever called hears it, once', async () => {
    await callLi()
    expect(await tap(li, 'help_decline')).toMatchObject({ outcome: 'ok' })
    expect(await tap(li, 'help_decline')).toMatchObject({ outcome: 'already' })
    expect(await tap(li, 'help_accept')).toMatchObject({ outcome: 'over' })
    expect(toldTo(boss)).toEqual(['tickets.staff.help_not'])
    await callLi()
    await desk.advance(16)
    expect(toldTo(boss)).toEqual(['tickets.staff.help_not', 'tickets.staff.help_silent'])
    expect(await tap(li, 'help_accept')).toMatchObject({ outcome: 'ok' })
    await desk.advance(60)
    expect(toldTo(boss).filter((words) => words === 'tickets.staff.help_silent')).toHaveLength(1)
  })

  test('twice the same, the assignee, too many, nobody there, and what nobody has yet', async () => {
    await callLi()
    expect(await callLi()).toMatchObject({ outcome: 'already', result: { called: liName } })
    expect(await call(`叫人 ${number} ${scene.named('王强')}`)).toMatchObject({ outcome: 'same' })
    const crew: string[] = []
    for (const name of ['甲一', '乙二', '丙三', '丁四', '戊五']) {
      await scene.hire(name)
      crew.push(scene.named(name))
    }
    expect(await call(`叫人 ${number} ${crew.join('、')}`)).toMatchObject({ outcome: 'too_many' })
    expect(await call(`叫人 ${number} 查无此人`)).toMatchObject({ outcome: 'who_wanted' })
    const fresh = await aScene(desk)
    await desk.act(fresh.wang, 'tickets.return_job', { number: fresh.number, reason: 'too_busy' })
    expect(await call(`叫人 ${fresh.number} ${liName}`)).toMatchObject({ outcome: 'no_handler' })
    await scene.bringTo('ACCEPTED').catch(() => undefined)
  })

  test('a name several answer to is asked about, and the one chosen is called', async () => {
    await scene.hire('李明')
    const asked = await call(`叫人 ${number} 李师傅`)
    expect(asked.outcome).toBe('several')
    const people = asked.result['people'] as unknown as { id: string; name: string }[]
    const one = people.find(({ name }) => name === liName)
    expect(await call(`叫人 ${number} 李师傅`, boss, one?.id)).toMatchObject({
      outcome: 'ok',
      result: { called: liName },
    })
  })

  test('a complaint is kept from whom it is about, as a helper too', async () => {
    const owner = await desk.owner('投诉人', '77-1-101')
    const made = await desk.act(owner, 'tickets.create', {
      kind: 'complaint',
      text: `${liName}态度很差`,
      room: '77-1-101',
    })
    const complaint = String(made.result['number'])
    await desk.act(boss, 'tickets.assign', { number: complaint, colleague: '调度' })
    expect(await call(`叫人 ${complaint} ${liName}`)).toMatchObject({ outcome: 'conflict' })
  })

  test('words without end, of no sense or hostile call nobody', async () => {
    for (const words of [
      '',
      '\u0000',
      `叫人 ${number}${'长'.repeat(100_000)}`,
      "'; DROP TABLE x;--",
    ]) {
      expect((await call(words)).outcome).toMatch(/who_wanted|not_found|ambiguous/)
    }
    expect(await helpOf(li)).toBeNull()
    expect(await call(`叫人 ${number}`, boss, 'skill:__proto__')).toMatchObject({
      outcome: 'who_wanted',
    })
  })
})

describe('called by trade', () => {
  test('the next on duty by the order of dispatch; who declines or is silent is followed by the next', async () => {
    const zhao = await scene.hire('赵力')
    // He has a job in hand, so the other one is next.
    const busy = await aScene(desk)
    await desk.act(boss, 'tickets.assign', { number: busy.number, colleague: liName })
    await desk.act(li, 'tickets.accept', { number: busy.number })
    desk.tell.clear()
    expect(await call(`支援 ${number} 需要电工`)).toMatchObject({
      outcome: 'ok',
      result: { called: scene.named('赵力') },
    })
    expect(await tap(zhao, 'help_decline')).toMatchObject({ outcome: 'ok' })
    expect(toldTo(boss)).toEqual(['tickets.staff.help_not'])
    expect(await helpOf(li)).toMatchObject({ skill: 'plumbing_power', endedAt: null })
    await desk.advance(16)
    expect(await helpOf(li)).toMatchObject({ outcome: 'no-answer' })
    expect(await tap(li, 'help_accept')).toMatchObject({ outcome: 'over' })
    // Calls of the tests before end at the same moment, in any order.
    const ended = desk.tell.of('staff').filter(({ values }) => values['number'] === number)
    expect(ended.at(-1)?.values).toMatchObject({ helper: liName, next: '' })
    expect(await call(`支援 ${number} 需要电工`)).toMatchObject({ outcome: 'nobody' })
  })

  test('as many as are wanted, and what is lacking is said', async () => {
    await scene.hire('赵力')
    const answered = await call(`支援 ${number} 要三名电工`)
    expect(answered).toMatchObject({ outcome: 'ok', result: { lacking: '水电' } })
    expect(String(answered.result['called']).split('、').sort()).toEqual(
      [liName, scene.named('赵力')].sort(),
    )
    expect(await call(`支援 ${number} 要一名弱电工`)).toMatchObject({
      outcome: 'nobody',
      result: { lacking: '弱电' },
    })
  })
})

describe('how it ends', () => {
  test('with the ticket: who came hears it, who only was asked sees it on the card', async () => {
    const zhao = await scene.hire('赵力')
    await callLi()
    await tap(li, 'help_accept')
    await call(`叫人 ${number} ${scene.named('赵力')}`)
    desk.tell.clear()
    await desk.act(wang, 'tickets.arrive', { number })
    await desk.act(wang, 'tickets.finish', { number, note: '换好了' })
    expect(toldTo(li)).toEqual(['tickets.staff.help_over'])
    expect(toldTo(zhao)).toEqual([])
    expect(await helpOf(li)).toMatchObject({ outcome: 'over' })
    expect(await tap(zhao, 'help_accept')).toMatchObject({ outcome: 'over' })
    expect(await callLi()).toMatchObject({ outcome: 'over' })
  })

  test('sent off by who called, not by a stranger; taking the ticket over ends one’s help', async () => {
    await callLi()
    await tap(li, 'help_accept')
    const { id } = await desk.ticket(number)
    const helpId = (await helpOf(li))?.id ?? ''
    const stranger = await scene.hire('外人')
    const off = (actor: StaffActor) =>
      desk.work(actor, (work) => sendOff(work, { ticketId: id, helpId }))
    expect(await off(stranger)).toMatchObject({ outcome: 'not_yours' })
    expect(await off(boss)).toMatchObject({ outcome: 'ok' })
    expect(await off(boss)).toMatchObject({ outcome: 'already' })
    expect(toldTo(li)).toContain('tickets.staff.help_off')
    await callLi()
    await desk.act(boss, 'tickets.assign', { number, colleague: liName })
    await desk.act(li, 'tickets.accept', { number })
    expect(await helpOf(li)).toMatchObject({ outcome: 'took-over' })
  })

  test('with whoever leaves, and the assignee hears it', async () => {
    await callLi()
    desk.tell.clear()
    await desk.work(boss, (work) => takeFromLeaver(work, { id: li.staffId, name: liName }))
    await desk.work(boss, (work) => takeFromLeaver(work, { id: li.staffId, name: liName }))
    expect(toldTo(wang)).toEqual(['tickets.staff.help_not'])
  })

  test('nobody answers for somebody else; a stranger’s tap does nothing', async () => {
    await callLi()
    const other = await scene.hire('外人')
    expect(await tap(other, 'help_accept', li)).toMatchObject({ outcome: 'not_yours' })
    expect(await tap(li, 'constructor')).toEqual({ outcome: 'unknown-key' })
    expect(await tap(other, 'help_accept')).toEqual({ outcome: 'not_found' })
    const far = await desk.technician('远方人', { projectId: 'project-9' })
    expect(await tap(far, 'help_accept', li)).toEqual({ outcome: 'not_found' })
    expect(await helpOf(li)).toMatchObject({ acceptedAt: null, endedAt: null })
  })

  test('the answer and the end of its time at one moment: one of them holds', async () => {
    await scene.hire('赵力')
    await call(`支援 ${number} 需要电工`)
    const { id } = await desk.ticket(number)
    const asked = await desk.db
      .selectFrom('ticket_helper')
      .selectAll()
      .where('ticketId', '=', id)
      .executeTakeFirstOrThrow()
    const who = asked.staffId === li.staffId ? li : { ...li, staffId: asked.staffId }
    desk.sleepTo(new Date(desk.now().getTime() + 16 * 60_000).toISOString())
    const [tapped] = await Promise.all([tap(who, 'help_accept'), desk.sweep()])
    const after = await desk.db
      .selectFrom('ticket_helper')
      .selectAll()
      .where('id', '=', asked.id)
      .executeTakeFirstOrThrow()
    const came = after.acceptedAt !== null && after.endedAt === null
    expect(tapped?.outcome).toBe(came ? 'ok' : 'over')
    expect(came || after.outcome === 'no-answer').toBe(true)
  })
})

describe('from a card and in words', () => {
  test('the form names colleagues and trades; what is chosen is called', async () => {
    await scene.hire('赵力')
    expect(await desk.tap(boss, number, 'call_in')).toEqual({ outcome: 'asked' })
    const form = desk.tell.of('card').at(-1)
    expect(form?.card).toBe('tickets.call_in_who')
    const people = form?.values['people'] as { id: string; name: string }[]
    expect(people.map(({ name }) => name)).not.toContain(scene.named('王强'))
    const chosen = people[0]?.id ?? ''
    const sent = (colleague: string) =>
      desk.tap(boss, number, 'call_in_who', { colleague: [colleague] })
    expect(await sent('')).toEqual({ outcome: 'colleague_wanted' })
    expect(await sent(chosen)).toMatchObject({
      outcome: 'ok',
      close: { words: 'tickets.card.did.call_in_who', values: { to: people[0]?.name } },
    })
    expect(await sent('skill:plumbing_power')).toMatchObject({ outcome: 'ok' })
  })

  test('accepting, declining and leaving in words, of the only call or by number', async () => {
    expect(await answer(li, 'accept')).toMatchObject({ outcome: 'none' })
    await callLi()
    expect(await answer(li, 'accept')).toMatchObject({ outcome: 'ok', result: { number } })
    const other = await aScene(desk)
    await other.bringTo('ACCEPTED')
    await call(`叫人 ${other.number} ${liName}`)
    expect(await answer(li, 'done')).toMatchObject({ outcome: 'several' })
    expect(await answer(li, 'done', `协助完了 ${number}`)).toMatchObject({ outcome: 'ok' })
    expect(await answer(li, 'decline', '去不了')).toMatchObject({
      outcome: 'ok',
      result: { number: other.number },
    })
  })
})

describe('whom a sentence calls', () => {
  const named = (id: string, name: string) => ({ id, name }) as StaffMember
  const staff = [
    named('1', '李军'),
    named('2', '李军军'),
    named('3', '王刚'),
    named('4', '欧阳锋'),
    named('5', '王芳'),
    named('6', '张三'),
    named('7', '张三'),
  ]
  test.each([
    { words: '叫人 BX20261123-0007 李军 需要两个人抬', people: ['1'], reason: '需要两个人抬' },
    { words: '叫人0007 李军军、王刚，带梯子', people: ['2', '3'], reason: '带梯子' },
    { words: '支援 0007 需要电工', trades: [['plumbing_power', 1]], reason: '需要电工' },
    {
      words: '支援 0007 两名弱电工和保安一位',
      trades: [
        ['low_voltage', 2],
        ['order', 1],
      ],
      reason: '两名弱电工和保安一位',
    },
    { words: '叫人 0007 欧阳师傅', people: ['4'], reason: '欧阳师傅' },
    { words: '叫人 0007 小王', unclear: ['3', '5'], reason: '小王' },
    { words: '叫人 0007 张三', unclear: ['6', '7'], reason: '' },
    { words: '叫人 0007', reason: '叫人 0007' },
  ])('$words', ({ words, people = [], unclear = [], trades = [], reason }) => {
    const asked = readAskedFor(words, staff, desk.rules.tickets.help.trades)
    expect({
      people: asked.people.map(({ id }) => id),
      unclear: asked.unclear.map(({ id }) => id),
      trades: asked.trades.map(({ skill, count }) => [skill, count]),
      reason: asked.reason,
    }).toEqual({ people, unclear, trades, reason })
  })
})

describe('what the helper finds of it', () => {
  const mine = async () => (await desk.act(li, 'tickets.jobs')).result['items'] as unknown as Line[]
  interface Line {
    readonly number: string
    readonly helps: boolean
    readonly late?: boolean
  }

  test('among their tasks and what is unfinished, marked, until the help ends', async () => {
    expect(await mine()).toEqual([])
    await callLi()
    expect(await mine()).toMatchObject([{ number, helps: true }])
    await tap(li, 'help_accept')
    expect(await mine()).toMatchObject([{ number, helps: true }])
    const unfinished = await desk.act(li, 'tickets.unfinished')
    expect(unfinished.result['items']).toMatchObject([{ number, helps: true }])
    expect(await desk.act(wang, 'tickets.jobs')).toMatchObject({
      outcome: 'one',
      result: { items: [{ number, helps: false }] },
    })
    // Nothing of it is theirs to finish or hand over.
    expect(await desk.act(li, 'tickets.jobs', { verb: 'arrive' })).toMatchObject({
      outcome: 'none',
    })
    await answer(li, 'done')
    expect(await mine()).toEqual([])
  })

  test('once it is their own it stands there once, as their own', async () => {
    await callLi()
    await tap(li, 'help_accept')
    await desk.act(boss, 'tickets.assign', { number, colleague: liName })
    expect(await mine()).toMatchObject([{ number, helps: false }])
  })
})
