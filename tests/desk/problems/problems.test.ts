/** What fails three times in ninety days in one place becomes a record, once, and a lead writes down cause and cure. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../../src/desk/staff/roles.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

const SHIFT = { from: '2026-11-23T00:00:00+08:00', to: '2027-06-30T00:00:00+08:00' }

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor
let lead: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501', '3-2-502')
  wang = await desk.technician('王强', { shift: SHIFT })
  lead = await desk.staff('班长', 'lead', { shift: SHIFT })
})
afterEach(() => desk.close())

const HOME = { text: '厨房水管漏水', room: '3-2-501' }
const SPOT = { text: '路灯不亮', place: '3号门' }

/** Reported, mended and closed. */
async function mended(what: object = HOME): Promise<string> {
  const number = await reported(what)
  for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
  await desk.act(wang, 'tickets.finish', { number, photos: [`after-${number}`] })
  return number
}
async function reported(what: object = HOME): Promise<string> {
  const made = await desk.act(owner, 'tickets.create', { ...what, phone: '13800138000' })
  if (made.outcome !== 'ok') throw new Error(`not reported: ${made.outcome}`)
  return String(made.result['number'])
}
const problems = () => desk.db.selectFrom('problem').selectAll().orderBy('openedAt').execute()
const numbersOf = async (problemId: string) => {
  const rows = await desk.db
    .selectFrom('problem_ticket')
    .innerJoin('ticket', 'ticket.id', 'problem_ticket.ticketId')
    .select('number')
    .where('problemId', '=', problemId)
    .orderBy('number')
    .execute()
  return rows.map(({ number }) => number)
}
const tasks = () =>
  desk.db.selectFrom('task').selectAll().where('kind', '=', 'problem').orderBy('id').execute()
const list = (actor = lead) => desk.act(actor, 'problems.open')
const close = (problem: string, actor = lead, more: object = {}) =>
  desk.act(actor, 'problems.close', { problem, cause: '接口老化', action: '换了整段管', ...more })

describe.each([
  ['a home', HOME],
  ['a public spot', SPOT],
] as const)('of %s', (_name, what) => {
  test('the third opens a record with all three and a task for the lead, once', async () => {
    const numbers = [await mended(what), await mended(what)]
    expect(await problems()).toEqual([])
    numbers.push(await reported(what))
    const [problem, ...others] = await problems()
    expect(others).toEqual([])
    expect(problem).toMatchObject({ state: 'open', windowDays: 90, rootCause: null })
    expect(await numbersOf(String(problem?.id))).toEqual(numbers)
    expect(await tasks()).toMatchObject([{ role: 'lead', state: 'open', values: { count: 3 } }])
    expect(desk.tell.of('card').filter(({ card }) => card === 'task.problem')).toMatchObject([
      { staffId: lead.staffId },
    ])
  })
})

test('the next of the same joins the open record; another place, another leaf, or what is older does not', async () => {
  await mended()
  await desk.advance(91 * 24 * 60)
  await mended()
  await mended()
  expect(await problems()).toEqual([])
  await mended({ ...HOME, room: '3-2-502' })
  await mended({ ...HOME, text: '客厅插座没电' })
  expect(await problems()).toEqual([])
  const third = await mended()
  const fourth = await reported()
  const [problem, ...others] = await problems()
  expect(others).toEqual([])
  const numbers = await numbersOf(String(problem?.id))
  expect(numbers).toHaveLength(4)
  expect(numbers).toEqual(expect.arrayContaining([third, fourth]))
  expect(await tasks()).toHaveLength(1)
})

test('opened again it is rework, and counts once; taken back it does not count', async () => {
  const number = await mended()
  await desk.act(owner, 'tickets.reopen', { number, text: '还漏' })
  for (const step of ['accept', 'arrive', 'finish']) {
    await desk.act(wang, `tickets.${step}`, { number })
  }
  const withdrawn = await reported()
  await desk.act(owner, 'tickets.withdraw', { number: withdrawn })
  await mended()
  expect(await problems()).toEqual([])
  await mended()
  const { result } = await list()
  expect(result['items']).toMatchObject([{ count: 3, reworks: 1, category: expect.any(String) }])
})

test('two third ones at the same moment open one record', async () => {
  await mended()
  const other = await desk.owner('家人', '3-2-501')
  await mended()
  // Different words for one leaf would join each other: two kinds of places report at once instead.
  await mended(SPOT)
  await mended(SPOT)
  const create = (actor: OwnerActor, what: object) =>
    desk.act(actor, 'tickets.create', { ...what, phone: '13800138000' })
  const made = await Promise.all([
    create(owner, HOME),
    create(other, HOME),
    create(owner, SPOT),
    create(other, SPOT),
  ])
  expect(made.map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'duplicate', 'ok', 'ok'])
  expect(await problems()).toHaveLength(2)
  expect(await tasks()).toHaveLength(2)
})

test('splits of one ticket at the same moment, past the number together, open one record', async () => {
  const agent = await desk.staff('客服', 'agent')
  const [one, two] = [await reported(), await reported({ ...HOME, text: '门铃不响' })]
  const split = (number: string) =>
    desk.act(agent, 'tickets.split', { words: `拆分 ${number} 厨房水管漏水` })
  const answers = await Promise.all([split(one), split(two), split(one), split(two)])
  expect(answers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok'])
  const [problem, ...others] = await problems()
  expect(others).toEqual([])
  expect(await numbersOf(String(problem?.id))).toHaveLength(5)
  expect(await tasks()).toHaveLength(1)
})

describe('a danger', () => {
  let shouts = 0
  const shout = async (text: string, building = '3') => {
    const neighbour = await desk.owner(`邻居${shouts++}`)
    const made = await desk.act(neighbour, 'tickets.alert', { text, building, place: '2单元电梯' })
    return String(made.result['number'])
  }

  test.each([
    ['电梯困人了', 'hazard.trapped'],
    ['水管爆了，爆管', 'hazard.burst'],
    ['有人触电', 'hazard.shock'],
  ])('“%s” three times in one place opens a record', async (text, category) => {
    const numbers = [await shout(text), await shout(text)]
    await shout(text, '5')
    expect(await problems()).toEqual([])
    numbers.push(await shout(text))
    const [problem, ...others] = await problems()
    expect(others).toEqual([])
    expect(problem).toMatchObject({ category, buildingCode: '3', state: 'open' })
    expect(await numbersOf(String(problem?.id))).toEqual(numbers)
  })

  test('counts where it is once that is said, and in one place only', async () => {
    await shout('电梯困人')
    await shout('电梯困人')
    const made = await desk.act(owner, 'tickets.alert', { text: '电梯困人' })
    expect(await problems()).toEqual([])
    const say = (building: string) =>
      desk.act(owner, 'tickets.say_where', { text: '2单元电梯', building, place: '2单元电梯' })
    await say('3')
    const [problem] = await problems()
    expect(await numbersOf(String(problem?.id))).toContain(made.result['number'])
    await say('5')
    expect(await problems()).toEqual([])
    expect(await tasks()).toMatchObject([{ state: 'cancelled' }])
  })

  test('what happens to people, or nobody can name, is no fault of a place', async () => {
    for (const text of ['有人晕倒', '有人晕倒', '有人晕倒', '危险', '危险', '危险'])
      await shout(text)
    expect(await problems()).toEqual([])
  })
})

describe('what is taken back or merged later', () => {
  test('leaves the record; with too few left the record is taken back with its task', async () => {
    await mended()
    await mended()
    const third = await reported()
    expect(await problems()).toHaveLength(1)
    await desk.act(owner, 'tickets.withdraw', { number: third })
    expect(await problems()).toEqual([])
    expect(await tasks()).toMatchObject([{ state: 'cancelled' }])
    expect(await list()).toMatchObject({ outcome: 'none' })
    const log = desk.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'problem.take-back')
    expect(await log.executeTakeFirst()).toMatchObject({ detail: { without: third, left: 2 } })
    // The two that are left count on.
    await reported()
    expect(await problems()).toHaveLength(1)
  })

  test('of four the record stays with three; an ended record keeps what it counted', async () => {
    for (let round = 0; round < 3; round++) await mended()
    const fourth = await reported()
    const id = String((await problems())[0]?.id)
    expect(await numbersOf(id)).toHaveLength(4)
    await close(id)
    await desk.act(owner, 'tickets.withdraw', { number: fourth })
    expect(await numbersOf(id)).toHaveLength(4)
  })

  test('merged it does not count, taken out again it does', async () => {
    const agent = await desk.staff('客服', 'agent')
    await mended()
    await mended()
    const other = await reported({ ...HOME, room: '3-2-502' })
    const third = await reported()
    expect(await problems()).toHaveLength(1)
    await desk.act(agent, 'tickets.merge', { number: third, into: other })
    expect(await problems()).toEqual([])
    await desk.act(agent, 'tickets.unmerge', { number: third })
    expect(await problems()).toHaveLength(1)
  })

  test('taken back while another one comes: never a record of fewer than it takes', async () => {
    await mended()
    const second = await reported()
    const other = await desk.owner('家人', '3-2-501')
    await Promise.all([
      desk.act(owner, 'tickets.withdraw', { number: second }),
      desk.act(other, 'tickets.create', { ...HOME, phone: '13800138000', same: 'apart' }),
    ])
    await desk.act(other, 'tickets.create', { ...HOME, phone: '13800138000', same: 'apart' })
    const found = await problems()
    for (const { id } of found) expect((await numbersOf(id)).length).toBeGreaterThanOrEqual(3)
    expect(found).toHaveLength(1)
  })
})

describe('its end', () => {
  let id: string
  beforeEach(async () => {
    for (let round = 0; round < 3; round++) await mended()
    id = String((await problems())[0]?.id)
  })

  test('cause and cure are kept, the task is done, and counting begins anew', async () => {
    expect(await close(id)).toMatchObject({ outcome: 'ok' })
    expect(await problems()).toMatchObject([
      {
        state: 'closed',
        rootCause: '接口老化',
        action: '换了整段管',
        closedByStaffId: lead.staffId,
      },
    ])
    expect(await tasks()).toMatchObject([{ state: 'done', note: '接口老化' }])
    expect(await close(id)).toMatchObject({ outcome: 'over' })
    expect(await list()).toMatchObject({ outcome: 'none' })
    await mended()
    await mended()
    expect(await problems()).toHaveLength(1)
    await mended()
    expect(await problems()).toHaveLength(2)
  })

  test.each([
    ['', '换管'],
    ['老化', ' \u0000\n '],
  ])('both are wanted: “%s” and “%s” are not enough', async (cause, action) => {
    expect(await close(id, lead, { cause, action })).toMatchObject({ outcome: 'words_wanted' })
    expect(await problems()).toMatchObject([{ state: 'open' }])
  })

  test('words without end are cut', async () => {
    await close(id, lead, { cause: `<b>${'长'.repeat(9000)}` })
    const [{ rootCause } = { rootCause: null }] = await problems()
    expect(rootCause?.length).toBeLessThanOrEqual(desk.rules.tickets.max_chars)
  })

  test.each(['technician', 'agent', 'steward', 'dispatcher'] as Role[])(
    'a %s may not, on record',
    async (role) => {
      const other = await desk.staff(`别人${role}`, role)
      expect(await list(other)).toMatchObject({ outcome: 'not_yours' })
      expect(await close(id, other)).toMatchObject({ outcome: 'not_yours' })
      const log = desk.db.selectFrom('audit_log').selectAll().where('action', '=', 'problem.close')
      expect(await log.executeTakeFirst()).toMatchObject({
        actorId: other.staffId,
        detail: { outcome: 'not_yours' },
      })
    },
  )

  test('of another project it does not exist; nor what never was', async () => {
    const far = await desk.staff('远方', 'manager', { projectId: 'project-9' })
    expect(await close(id, far)).toMatchObject({ outcome: 'not_found' })
    expect(await list(far)).toMatchObject({ outcome: 'none' })
    expect(await close("'; --")).toMatchObject({ outcome: 'not_found' })
  })

  test('two who close it at the same moment: one does', async () => {
    const manager = await desk.staff('经理', 'manager')
    const answers = await Promise.all([close(id), close(id, manager)])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'over'])
  })
})
