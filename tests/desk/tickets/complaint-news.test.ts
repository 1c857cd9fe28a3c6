/** The three clocks of a complaint: a reply, a plan and a result, each told in words, each by its own time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishCalendar } from '../../../src/desk/clocks/publish-calendar.ts'
import { openHoursOf } from '../../../src/desk/clocks/rules.ts'
import { withDetails } from '../../../src/desk/tickets/details-views.ts'
import { ownerSheet } from '../../../src/desk/tickets/owner-sheet.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let agent: StaffActor
let boss: StaffActor
let responder: StaffActor

/** Monday 23 November 2026, 10:00. */
beforeAll(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  responder = await desk.staff('张管家', 'steward')
  agent = await desk.staff('客服', 'agent')
  boss = await desk.staff('赵经理', 'manager')
})
afterAll(() => desk.close())

async function complain(text: string): Promise<string> {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text })
  return String(made.result['number'])
}
const tell = (actor: StaffActor, number: string, what: string, words: string) =>
  desk.act(actor, 'tickets.tell_complainant', { number, what, words })
const plan = (actor: StaffActor, number: string, words: string, by: string) =>
  desk.act(actor, 'tickets.tell_complainant', { number, what: 'plan', words, by })
const read = () =>
  desk.tell.read
    .filter((line) => line.startsWith('业主'))
    .map((line) => line.split('：').slice(1).join('：'))
const NEWS = ['complaint_reply', 'complaint_plan', 'complaint_result']
async function clocksOf(number: string) {
  const { id } = await desk.ticket(number)
  const rows = await desk.db
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectId', '=', id)
    .where('kind', 'in', NEWS)
    .orderBy('createdAt')
    .orderBy('generation')
    .execute()
  return NEWS.flatMap((kind) => rows.filter((row) => row.kind === kind))
}
const statesOf = async (number: string) => (await clocksOf(number)).map(({ state }) => state)
const dueOf = async (number: string) =>
  (await clocksOf(number)).map(({ dueAt }) => dueAt?.toISOString() ?? null)
const at = (time: string) => new Date(`${time}+08:00`).toISOString()
const nextBy = async (number: string) => {
  const { result } = await desk.act(owner, 'tickets.show', { number })
  return [result['next_words'], result['next_by']]
}

describe('from the report to the result', () => {
  let number: string
  beforeAll(async () => {
    desk.tell.clear()
    number = await complain('楼道没人打扫')
  })

  test('three clocks run from the report, and the reply is promised first', async () => {
    expect(await statesOf(number)).toEqual(['running', 'running', 'running'])
    expect(await dueOf(number)).toEqual(
      ['2026-11-23T12:00', '2026-11-24T10:00', '2026-11-30T10:00'].map(at),
    )
    expect(await nextBy(number)).toEqual(['等待专人回复您', '今天12:00'])
  })

  test('the first reply meets its clock, later ones are told too', async () => {
    const first = await tell(agent, number, 'reply', '您反映的楼道，今天下午去看')
    expect(first).toMatchObject({ outcome: 'ok', result: { told: 1, next_by: '明天10:00' } })
    expect(read().at(-1)).toContain(`您反映的${number}，现回复您`)
    expect(desk.tell.read.at(-1)).toContain('最晚明天10:00前告诉您处理方案')
    expect(await statesOf(number)).toEqual(['met', 'running', 'running'])
    expect(await nextBy(number)).toEqual(['正在定处理方案', '明天10:00'])
    const { metAt } = (await clocksOf(number))[0] ?? {}
    await desk.advance(5)
    expect(await tell(boss, number, 'reply', '已经看过了')).toMatchObject({ outcome: 'ok' })
    expect((await clocksOf(number))[0]?.metAt).toEqual(metAt)
    expect(await tell(boss, number, 'reply', '已经看过了')).toMatchObject({ outcome: 'already' })
  })

  test('a plan may be replaced, and the owner hears that it was', async () => {
    const first = await plan(responder, number, '每天打扫两次', '2026-11-26')
    expect(first).toMatchObject({ outcome: 'ok' })
    expect(desk.tell.read.at(-1)).toContain('每天打扫两次（11月26日前完成）')
    expect(await statesOf(number)).toEqual(['met', 'met', 'running'])
    expect(await nextBy(number)).toEqual(['正在按方案处理', '11月30日10:00'])
    await tell(responder, number, 'plan', '改为每天三次')
    expect(desk.tell.read.at(-1)).toContain('的处理方案有调整')
    expect(await desk.ticket(number)).toMatchObject({
      details: { plan: { text: '改为每天三次' } },
    })
  })

  test('the work is finished when the result was told, and its row can be rebuilt from the log', async () => {
    await desk.tap(boss, number, 'take_over')
    expect(await desk.tap(boss, number, 'finish')).toMatchObject({ outcome: 'result_wanted' })
    expect(desk.tell.read.at(-1)).toContain(`${number}要写明处理结果才能完工`)
    expect(await tell(boss, number, 'result', '楼道已打扫，改为一天三次')).toMatchObject({
      outcome: 'ok',
    })
    expect(await statesOf(number)).toEqual(['met', 'met', 'met'])
    expect(await desk.tap(boss, number, 'finish')).toMatchObject({ outcome: 'ok' })
    expect(read().at(-1)).toContain('处理结果：楼道已打扫，改为一天三次。')
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
    expect(kept['details']).toMatchObject({ reply: {}, plan: {}, result: {} })
  })

  test('pages of staff and owner show what was told', async () => {
    const { id } = await desk.ticket(number)
    for (const sheet of [
      await desk.work(boss, (work) => ticketSheet(work, id)),
      await desk.work(owner, (work) => ownerSheet(work, id)),
    ]) {
      expect(sheet?.news.map(({ name }) => name)).toEqual(['reply', 'plan', 'result'])
      expect(sheet?.history.map(({ words }) => words)).toEqual(
        expect.arrayContaining(['已回复', '已告知处理方案', '已告知处理结果']),
      )
    }
    const row = await withDetails(desk.db)
      .selectFrom('details_complaint')
      .selectAll()
      .where('ticketId', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ plan: '改为每天三次', planBy: null })
    expect(row.resultAt).toBe('2026-11-23T02:05:00.000Z')
  })

  test('opened again everything is owed anew', async () => {
    await desk.act(owner, 'tickets.reopen', { number, text: '还是没人打扫' })
    expect(await statesOf(number)).toEqual(['met', 'running', 'met', 'running', 'met', 'running'])
    expect((await desk.ticket(number)).details).not.toHaveProperty('result')
  })
})

describe('late or never', () => {
  test('the ladder names the reply, the owner hears of another time before it passes', async () => {
    await desk.moveTo('2026-11-24T08:40:00+08:00')
    const number = await complain('狗乱叫没人管')
    desk.tell.clear()
    await desk.moveTo('2026-11-24T10:41:00+08:00')
    const cards = desk.tell.of('card').filter(({ card }) => card === 'escalation.ping')
    expect(cards.map(({ values }) => [values['number'], values['promise']])).toContainEqual([
      number,
      '回复投诉',
    ])
    expect(read().join('\n')).toContain(
      `${number}比说好的时间要晚，很抱歉。等待专人回复您，最晚今天12:40前有进展`,
    )
    await tell(agent, number, 'reply', '抱歉回复晚了，已安排')
    expect((await statesOf(number))[0]).toBe('missed')
  })

  test('a plan before any reply is a reply; a result ends both; a holiday does not count', async () => {
    await desk.moveTo('2026-11-24T16:30:00+08:00')
    const week = openHoursOf(
      desk.rules.clocks.calendars['office'] ?? { week: {}, statutory_days: true },
    )
    const holiday = { day: '2026-11-25', kind: 'off', label: '本小区放假', source: '' } as const
    const office = { projectId: PROJECT, name: 'office', zone: 'Asia/Shanghai', version: 2 }
    await desk.work(agent, (work) => publishCalendar(work, { ...office, week, days: [holiday] }))
    const [one, two] = [await complain('广场舞太吵'), await complain('电动车乱停')]
    // The office is closed on Wednesday: of two hours one is left for Thursday.
    expect((await dueOf(one))[0]).toBe(at('2026-11-26T09:30'))
    await tell(agent, one, 'plan', '与舞队约定时间')
    expect(await statesOf(one)).toEqual(['met', 'met', 'running'])
    await tell(agent, two, 'result', '已经挪走')
    expect(await statesOf(two)).toEqual(['met', 'met', 'met'])
  })

  test('force, withdrawal and merging end what is owed', async () => {
    const [one, two, three, into] = [
      await complain('门岗睡觉'),
      await complain('垃圾没人收'),
      await complain('油烟味大'),
      await complain('楼上太吵'),
    ]
    const why = { reason: 'other', words: '已说明' }
    await desk.act(boss, 'tickets.force_close', { number: one, ...why })
    await desk.act(owner, 'tickets.withdraw', { number: two })
    await desk.act(boss, 'tickets.merge', { number: three, into })
    for (const number of [one, two, three]) {
      expect(await statesOf(number)).toEqual(['cancelled', 'cancelled', 'cancelled'])
      expect(await tell(agent, number, 'reply', '晚了')).toMatchObject({ outcome: 'over' })
    }
  })

  test('waiting for the owner stops the result, and nothing else', async () => {
    const number = await complain('车位被占')
    await desk.tap(boss, number, 'take_over')
    await desk.act(boss, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await statesOf(number)).toEqual(['running', 'running', 'paused'])
    expect(await tell(agent, number, 'reply', '等您方便')).toMatchObject({ outcome: 'ok' })
    await desk.act(boss, 'tickets.resume', { number })
    expect(await statesOf(number)).toEqual(['met', 'running', 'running'])
  })

  test('another level counts what is still owed anew from the report', async () => {
    const number = await complain('保洁不拖地')
    const { createdAt } = await desk.ticket(number)
    await tell(agent, number, 'reply', '已转保洁')
    const level = { number, level: 'grave', reason: '上了新闻' }
    await desk.act(boss, 'tickets.complaint_level', level)
    const clocks = await clocksOf(number)
    expect(clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'complaint_reply met',
      'complaint_plan cancelled',
      'complaint_plan running',
      'complaint_result cancelled',
      'complaint_result running',
    ])
    expect(clocks[2]).toMatchObject({ startAt: createdAt, targetSec: 12 * 3600, generation: 2 })
  })
})

describe('who may, and what is refused', () => {
  test.each([
    ['nothing', '', 'words_wanted'],
    ['unseen signs', '\u200b\u0000', 'words_wanted'],
    ['too much', '很'.repeat(501), 'too_long'],
    ['a megabyte', '很'.repeat(1_000_000), 'too_long'],
  ])('%s is not told', async (_name, words, outcome) => {
    const number = await complain(`楼道脏，第${words.length}次说`)
    expect(await tell(agent, number, 'reply', words)).toMatchObject({ outcome })
    expect(await statesOf(number)).toEqual(['running', 'running', 'running'])
  })

  test.each(['2020-01-01', '9999-12-31', '2026-99-99'])('%s is no day for a plan', async (by) => {
    const number = await complain(`灯不亮没人管${by}`)
    expect(await plan(agent, number, '换灯', by)).toMatchObject({ outcome: 'bad_date' })
  })

  test('without a choice what is meant is asked; a repair is no complaint', async () => {
    const number = await complain('电梯里抽烟')
    expect(await desk.act(agent, 'tickets.tell_complainant', { number })).toMatchObject({
      outcome: 'what_wanted',
    })
    const made = await desk.act(owner, 'tickets.create', { text: '灯不亮', room: '3-2-501' })
    const repair = String(made.result['number'])
    expect(await tell(agent, repair, 'reply', '好的')).toMatchObject({ outcome: 'not_complaint' })
  })

  test('a technician who does not have it may not, whom it is about may not, although at the desk', async () => {
    const liu = await desk.staff('刘洋', 'agent')
    const wang = await desk.technician('王强')
    const number = await complain('刘洋态度太差')
    expect(await tell(wang, number, 'reply', '好的')).toMatchObject({ outcome: 'not_yours' })
    expect(await tell(liu, number, 'reply', '我没有')).toMatchObject({ outcome: 'not_yours' })
    expect(await statesOf(number)).toEqual(['running', 'running', 'running'])
  })

  test('a confidential one is answered without a name of who made it', async () => {
    const liu = await desk.staff('孙海', 'agent')
    const number = await complain('孙海骂人，请保密')
    expect(await tell(liu, number, 'reply', '我没有')).toMatchObject({ outcome: 'not_found' })
    desk.tell.clear()
    const answer = await tell(boss, number, 'reply', '已经在查')
    expect(JSON.stringify(answer)).not.toContain('住户')
    const { id } = await desk.ticket(number)
    const events = await desk.db
      .selectFrom('ticket_event')
      .select('payload')
      .where('ticketId', '=', id)
      .where('kind', '=', 'complaint-replied')
      .execute()
    expect(JSON.stringify(events)).not.toContain('住户')
    expect(desk.tell.of('staff')).toEqual([])
  })

  test('what was logged for a caller is answered, and nobody is said to have read it', async () => {
    const report = { kind: 'complaint', text: '保安睡觉', phone: '13700001111' }
    const made = await desk.act(agent, 'tickets.log_for', report)
    const number = String(made.result['number'])
    expect(await statesOf(number)).toEqual(['running', 'running', 'running'])
    expect(await tell(agent, number, 'reply', '已经提醒')).toMatchObject({
      outcome: 'ok',
      result: { told: 0 },
    })
  })
})

describe('at once', () => {
  test('two reply: the clock is met once, both are told', async () => {
    const number = await complain('门岗没人')
    desk.tell.clear()
    const answers = await Promise.all([
      tell(agent, number, 'reply', '马上去看'),
      tell(boss, number, 'reply', '我来处理'),
    ])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    const told = read().filter((line) => line.includes(`${number}，现回复您`))
    expect(told).toHaveLength(2)
    expect(await statesOf(number)).toEqual(['met', 'running', 'running'])
  })

  test('a reply against closing by force: told before it, or too late', async () => {
    const number = await complain('消防通道被堵')
    const [reply, closed] = await Promise.all([
      tell(agent, number, 'reply', '马上去看'),
      desk.act(boss, 'tickets.force_close', { number, reason: 'other', words: '不属实' }),
    ])
    expect(closed.outcome).toBe('ok')
    expect(['ok', 'over']).toContain(reply.outcome)
    const [first] = await statesOf(number)
    expect(first).toBe(reply.outcome === 'ok' ? 'met' : 'cancelled')
  })
})
