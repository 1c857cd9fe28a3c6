/** Who gets a ticket, and what happens when nobody takes it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { switchDuty } from '../../../src/desk/roster/switch-duty.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { actingStaff } from '../../../src/desk/tickets/staff-step.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let dispatcher: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  dispatcher = await desk.staff('调度', 'dispatcher')
})
afterEach(() => desk.close())

async function report(text = '厨房水管漏水', room = '3-2-501'): Promise<string> {
  await desk.room(room)
  const answer = await desk.act(owner, 'tickets.create', { text, room })
  return String(answer.result['number'])
}

const holderOf = async (number: string) => (await desk.ticket(number)).assigneeId
const decisions = () => desk.db.selectFrom('dispatch_decision').selectAll().orderBy('at').execute()
const offers = (number: string) =>
  desk.db
    .selectFrom('assignment')
    .innerJoin('ticket', 'ticket.id', 'assignment.ticketId')
    .select(['assignment.staffId', 'assignment.round', 'assignment.mode', 'assignment.outcome'])
    .where('ticket.number', '=', number)
    .orderBy('assignment.round')
    .orderBy('assignment.offeredAt')
    .execute()
const dispatchTasks = () =>
  desk.db
    .selectFrom('task')
    .selectAll()
    .where('kind', '=', 'dispatch')
    .orderBy('createdAt')
    .execute()

describe('automatically', () => {
  test('the one who fits and has least in hand gets it, and the reason is kept', async () => {
    const busy = await desk.technician('忙人')
    const free = await desk.technician('闲人')
    await desk.technician('电梯工', { skills: ['lift'] })
    await desk.technician('别处', { areas: ['8'] })
    await desk.technician('休息', { shift: null })
    const first = await report('水管爆了', '3-1-101')
    const holder = (await holderOf(first)) === busy.staffId ? busy : free
    const other = holder === busy ? free : busy
    const second = await report('水龙头滴水')
    expect(await holderOf(second)).toBe(other.staffId)
    const [, decision] = await decisions()
    expect(decision).toMatchObject({ mode: 'AUTO', gap: false, chosen: [other.staffId] })
    const considered = (decision?.considered ?? []) as {
      name: string
      weight: number
      dropped?: string
    }[]
    const dropped = considered.map((one) => [one.name, one.weight, one.dropped])
    const holderName = holder === busy ? '忙人' : '闲人'
    expect(dropped).toEqual(
      expect.arrayContaining([
        [holderName, 3, undefined],
        ['电梯工', 0, 'skill'],
        ['别处', 0, 'area'],
        ['休息', 0, 'off-duty'],
      ]),
    )
  })

  test.each([
    ['水管爆了', 3],
    ['家里跳闸', 2],
    ['水龙头滴水', 1],
  ])('%s weighs %i, and nothing while it is on hold', async (text, weight) => {
    const one = await desk.technician('甲')
    const number = await report(text)
    const weightNow = async (probe: string) => {
      await report(probe, `9-1-${probe.length}`)
      const [considered] = (await decisions()).slice(-1).map((row) => row.considered)
      return (considered as { weight: number }[])[0]?.weight
    }
    expect(await weightNow('灯坏')).toBe(weight)
    for (const action of ['accept', 'hold']) {
      await desk.act(one, `tickets.${action}`, { number, reason: 'waiting_parts' })
    }
    // What was asked for by the first question weighs one itself.
    expect(await weightNow('灯坏了')).toBe(1)
  })

  test('an offer nobody answers goes to the next, then to a dispatcher; the owner hears that it takes longer, and nothing of whom was asked', async () => {
    const [one, two] = [await desk.technician('甲'), await desk.technician('乙')]
    const number = await report()
    const first = await holderOf(number)
    await desk.advance(14)
    expect(await holderOf(number)).toBe(first)
    await desk.advance(1)
    const second = await holderOf(number)
    expect(new Set([first, second])).toEqual(new Set([one.staffId, two.staffId]))
    expect(await dispatchTasks()).toHaveLength(0)
    await desk.advance(15)
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW', assigneeId: null })
    expect(await dispatchTasks()).toMatchObject([
      { state: 'open', values: { number, reason: '派出后无人接单', category: '漏水渗水' } },
    ])
    expect((await offers(number)).map((offer) => offer.outcome)).toEqual(['timed-out', 'timed-out'])
    expect(desk.tell.of('owner').map((note) => note.words)).toEqual(['tickets.owner.late'])
    expect(desk.tell.of('close').map((note) => note.words)).toContain('tickets.card.timed_out')
  })

  test('alone on duty, whoever does not answer is not asked twice: the dispatcher is', async () => {
    await desk.technician('甲')
    const number = await report()
    await desk.advance(15)
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
    expect(await offers(number)).toHaveLength(1)
  })

  test('with more tries, everybody is asked before anybody is asked again', async () => {
    await desk.close()
    desk = await openTicketDesk(withTries(4))
    owner = await desk.owner('住户', '3-2-501')
    for (const name of ['甲', '乙', '丙']) await desk.technician(name)
    const number = await report()
    await desk.advance(15 * 3)
    const asked = (await offers(number)).map((offer) => offer.staffId)
    expect(new Set(asked.slice(0, 3)).size).toBe(3)
    expect(asked[3]).not.toBe(asked[2])
  })

  test('urgent ones wait five minutes, not fifteen', async () => {
    await desk.technician('甲')
    const number = await report('水管爆了，喷水')
    await desk.advance(4)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
    await desk.advance(1)
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
  })

  test('late is better than nobody: whoever was asked may still take it', async () => {
    const one = await desk.technician('甲')
    const number = await report()
    await desk.advance(20)
    expect(await desk.tap(one, number, 'accept')).toMatchObject({ outcome: 'ok' })
    expect(await dispatchTasks()).toMatchObject([{ state: 'cancelled' }])
    expect(await holderOf(number)).toBe(one.staffId)
  })

  test('too late is told who has it', async () => {
    const [one, two] = [await desk.technician('甲'), await desk.technician('乙')]
    const number = await report()
    const [early, other] = (await holderOf(number)) === one.staffId ? [one, two] : [two, one]
    await desk.advance(15)
    await desk.tap(other, number, 'accept')
    const late = await desk.tap(early, number, 'accept')
    expect(late).toMatchObject({ outcome: 'taken', close: { words: 'tickets.card.refused.taken' } })
    expect(late.close?.values['holder']).toMatch(/甲|乙/)
  })
})

describe('when nobody can', () => {
  test('a dispatcher is called, the gap is kept, and whoever comes on duty is asked by itself', async () => {
    await desk.technician('早班', {
      shift: { from: '2026-11-23T05:00:00Z', to: '2026-11-23T12:00:00Z' },
    })
    const number = await report()
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
    expect(await decisions()).toMatchObject([{ gap: true, chosen: [] }])
    expect(await dispatchTasks()).toMatchObject([
      { state: 'open', values: { reason: '此刻没有合适的人在岗' } },
    ])
    await desk.moveTo('2026-11-23T13:05:00+08:00')
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
    expect(await dispatchTasks()).toMatchObject([{ state: 'cancelled' }])
    expect(await decisions()).toHaveLength(2)
  })

  test('by hand a dispatcher gives it to anybody, and is told when they are off duty', async () => {
    const resting = await desk.technician('休息', { shift: null, skills: [] })
    const number = await report()
    const given = await desk.act(dispatcher, 'tickets.assign', { colleague: '休息' })
    expect(given).toMatchObject({ outcome: 'ok', result: { colleague: '休息', off_duty: true } })
    expect(await desk.tap(resting, number, 'accept')).toMatchObject({ outcome: 'ok' })
    expect(await offers(number)).toMatchObject([{ mode: 'MANUAL', outcome: 'accepted' }])
  })

  test('what goes by hand always waits for the dispatcher', async () => {
    await desk.staff('客服', 'agent')
    const answer = await desk.act(owner, 'tickets.create', {
      kind: 'complaint',
      text: '保安态度差',
    })
    expect(answer.result['number']).toBe('TS20261123-0001')
    expect(await dispatchTasks()).toMatchObject([{ values: { reason: '此类事项由人工派单' } }])
    expect(await decisions()).toMatchObject([{ mode: 'MANUAL', gap: false }])
    await desk.advance(60)
    expect(await decisions()).toHaveLength(1)
    const waiting = await desk.act(dispatcher, 'tickets.unassigned')
    expect(waiting).toMatchObject({ outcome: 'one', result: { number: 'TS20261123-0001' } })
  })
})

describe('in the pool', () => {
  const switched = (staff: StaffActor, state: 'on' | 'off') =>
    desk.work(staff, async (work) => switchDuty(work, await actingStaff(work), { state, said: '' }))
  const publicLight = () =>
    desk.act(owner, 'tickets.create', { text: '楼道灯不亮', place: '3栋5层' })

  test('everybody who fits gets a card; the first has it and the others hear who', async () => {
    const people = [
      await desk.technician('甲'),
      await desk.technician('乙'),
      await desk.technician('丙'),
    ]
    const number = String((await publicLight()).result['number'])
    expect(await desk.ticket(number)).toMatchObject({ state: 'OFFERED', assigneeId: null })
    expect(desk.tell.of('card').map((card) => card.card)).toEqual(Array(3).fill('tickets.offer'))
    const [one, two, three] = people as [StaffActor, StaffActor, StaffActor]
    expect(await desk.tap(two, number, 'accept')).toMatchObject({ outcome: 'ok' })
    expect(desk.tell.of('close')).toMatchObject([
      { words: 'tickets.card.taken', values: { holder: '乙' }, exceptStaffId: two.staffId },
    ])
    expect(await desk.tap(one, number, 'accept')).toMatchObject({
      outcome: 'taken',
      close: { values: { holder: '乙' } },
    })
    expect((await offers(number)).map((offer) => offer.outcome).sort()).toEqual([
      'accepted',
      'taken-by-other',
      'taken-by-other',
    ])
    expect(await desk.tap(three, number, 'return', 'too_busy')).toMatchObject({ outcome: 'over' })
  })

  test('who has been asked and has no more room, has gone off duty or lost the trade cannot take it; a lead can', async () => {
    const jia = await desk.technician('甲')
    const yi = await desk.technician('乙')
    const bing = await desk.technician('丙')
    const lead = await desk.staff('班长', 'lead')
    const number = String((await publicLight()).result['number'])
    const change = (staff: StaffActor, set: object) =>
      desk.db.updateTable('staff').set(set).where('id', '=', staff.staffId).execute()
    await change(jia, { maxOpen: 0 })
    await switched(yi, 'off')
    await change(bing, { skills: ['cleaning'] })
    desk.tell.clear()
    for (const [staff, outcome] of [
      [jia, 'full'],
      [yi, 'off_duty'],
      [bing, 'unfit'],
    ] as const) {
      expect(await desk.tap(staff, number, 'accept')).toMatchObject({ outcome })
      expect(await desk.act(staff, 'tickets.accept', { number })).toMatchObject({ outcome })
    }
    // Their cards stay: somebody full may have room again, somebody off duty may come back.
    const asked = desk.tell.of('staff').map(({ staffId, words }) => [staffId, words])
    expect(asked).toEqual([
      [jia.staffId, 'tickets.staff.asked.full'],
      [yi.staffId, 'tickets.staff.asked.off_duty'],
    ])
    expect(await desk.ticket(number)).toMatchObject({ state: 'OFFERED' })
    await switched(yi, 'on')
    expect(await desk.tap(yi, number, 'accept')).toMatchObject({ outcome: 'ok' })
    const elsewhere = { text: '楼道灯不亮', place: '3栋6层' }
    const other = String((await desk.act(owner, 'tickets.create', elsewhere)).result['number'])
    expect(await desk.tap(lead, other, 'accept')).toMatchObject({ outcome: 'ok' })
  })

  test('who grabs everything at the same moment has as many as one may have', async () => {
    const jia = await desk.technician('甲')
    await desk.technician('乙')
    await desk.db.updateTable('staff').set({ maxOpen: 3 }).where('id', '=', jia.staffId).execute()
    const numbers: string[] = []
    for (let at = 0; at < 6; at++) {
      const report = { text: '楼道灯不亮', place: `3栋${at + 1}层` }
      numbers.push(String((await desk.act(owner, 'tickets.create', report)).result['number']))
    }
    const taps = await Promise.all(numbers.map((number) => desk.tap(jia, number, 'accept')))
    expect(taps.map(({ outcome }) => outcome).sort()).toEqual([
      'full',
      'full',
      'full',
      'ok',
      'ok',
      'ok',
    ])
  })

  test('after five minutes somebody is chosen', async () => {
    await desk.technician('甲')
    await desk.technician('乙')
    const number = String((await publicLight()).result['number'])
    await desk.advance(5)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
    expect((await offers(number)).map((offer) => [offer.round, offer.mode, offer.outcome])).toEqual(
      [
        [1, 'GRAB', 'timed-out'],
        [1, 'GRAB', 'timed-out'],
        [2, 'AUTO', null],
      ],
    )
  })

  test('when all have declined a dispatcher is called at once', async () => {
    const people = [await desk.technician('甲'), await desk.technician('乙')]
    const number = String((await publicLight()).result['number'])
    for (const one of people) await desk.tap(one, number, 'return', 'too_busy')
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
    expect(await dispatchTasks()).toMatchObject([
      { values: { reason: '接单人已退回，没有其他人可派' } },
    ])
    await desk.advance(10)
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
  })
})

function withTries(tries: number) {
  return (rules: Rules): Rules => ({
    ...rules,
    tickets: {
      ...rules.tickets,
      dispatch: { ...rules.tickets.dispatch, offer_tries: tries },
    },
  })
}
