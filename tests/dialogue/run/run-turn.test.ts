import { expect, test } from 'vitest'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession, type Session } from '../../../src/dialogue/run/session.ts'
import { settleMs } from '../../../src/dialogue/run/settle.ts'
import type { Heard, TurnOutcome, World } from '../../../src/dialogue/run/world.ts'
import { openDesk } from '../../../src/dialogue/testing/fakes.ts'
import { failuresOf, fixtureFlows } from '../fixture-folder.ts'

const AT = new Date('2025-03-06T15:20:00+08:00')
const SETTINGS = {
  user: { audience: ['owner'] },
  fakes: { rooms: ['3-2-501'], 'hazards.raise': { ok: null } },
  env: { emergency_phone: '110' },
}

async function turn(
  session: Session,
  texts: readonly string[],
  world: World = openDesk(fixtureFlows, SETTINGS).world,
): Promise<TurnOutcome> {
  const heard = texts.map((text, index): Heard => ({ id: `m${index}`, at: AT, kind: 'text', text }))
  return await runTurn({ session, heard, now: AT, turnId: 't' }, world)
}

test('the same input gives the same outcome, and the session put in is not touched', async () => {
  const { session } = await turn(emptySession(), ['厨房漏水'])
  const kept = structuredClone(session)
  const once = await turn(session, ['3栋2单元501'])
  const again = await turn(session, ['3栋2单元501'])
  expect(again).toEqual(once)
  expect(session).toEqual(kept)
})

test('a session is plain JSON and stays small', async () => {
  let { session } = await turn(emptySession(), ['厨房漏水'])
  for (const text of ['3栋2单元501', '尽快', '没有', '你好', '帮助', '菜单', '2', '取消'])
    session = (await turn(session, [text])).session
  expect(JSON.parse(JSON.stringify(session))).toEqual(session)
  expect(JSON.stringify(session).length).toBeLessThan(8000)
})

test('a turn that hears nothing says nothing', async () => {
  const { session } = await turn(emptySession(), ['厨房漏水'])
  const outcome = await turn(session, [])
  expect(outcome).toMatchObject({ says: [], events: [], timers: { set: [], cancel: [] } })
})

test('texts of a burst are one utterance and get one answer', async () => {
  const outcome = await turn(emptySession(), ['厨房漏水', '3栋2单元501', '明天上午'])
  expect(outcome.says).toHaveLength(1)
  expect(outcome.session.runs[0]?.slots).toMatchObject({
    problem: { value: '厨房漏水' },
    room: { value: '3-2-501' },
    visit: { value: '2025-03-07T09:00/12:00' },
  })
})

test('a steering word in a burst stands alone, in its place', async () => {
  const outcome = await turn(emptySession(), ['厨房漏水', '取消', '我要投诉'])
  expect(outcome.events.filter(({ kind }) => kind === 'understood').map(({ p }) => p)).toEqual([
    'P7',
    'P2',
    'P7',
  ])
  expect(outcome.session.runs.map(({ flow }) => flow)).toEqual(['complaint'])
})

test('danger in a burst is answered first and the rest still counts', async () => {
  const outcome = await turn(emptySession(), ['着火了', '取消'])
  expect(outcome.says[0]).toMatchObject({ text: expect.stringContaining('110') })
})

test('events carry no word of the person', async () => {
  const { stage } = await failuresOf({
    talk: [
      { user: '3栋2单元501厨房水管漏水，电话13900139000，尽快' },
      { user: '没有' },
      { user: '楼号错了，是5栋' },
      { user: '1' },
    ],
  })
  const told = JSON.stringify(stage.history)
  for (const word of ['13900139000', '3-2-501', '5-2-501', '厨房', '漏水'])
    expect(told).not.toContain(word)
})

test('events tell what a funnel needs', async () => {
  const { stage } = await failuresOf({
    talk: [{ user: '厨房漏水' }, { user: '嗯哼' }, { user: '3栋2单元501' }, { advance: '25h' }],
  })
  const kinds = new Set(stage.history.map(({ kind }) => kind))
  for (const kind of [
    'understood',
    'run_started',
    'step_entered',
    'branch_taken',
    'asked',
    'answered',
    'retried',
    'reminded',
    'expired',
    'ended',
  ])
    expect(kinds).toContain(kind)
  const asked = stage.history.find(({ kind }) => kind === 'asked')
  expect(asked).toMatchObject({
    flow: 'repair_report',
    step: 'home',
    slot: 'room',
    hash: fixtureFlows.flows.get('repair_report')?.hash,
  })
})

test('several homes a fragment fits become a menu, too many are asked for in words', async () => {
  const rooms = (count: number) => Array.from({ length: count }, (_, index) => `3-1-${101 + index}`)
  const few = await failuresOf({
    fakes: { rooms: rooms(3) },
    talk: [
      { user: '厨房漏水' },
      { user: '3栋' },
      { expect: { choices: ['3栋1单元101', '3栋1单元102', '3栋1单元103'], asks: 'room' } },
      { user: '2' },
      { expect: { slots: { room: '3-1-102' } } },
    ],
  })
  expect(few.failures).toEqual([])
  const many = await failuresOf({
    fakes: { rooms: rooms(60) },
    talk: [
      { user: '厨房漏水' },
      { user: '3栋' },
      { expect: { said: '记下了3栋，请再发完整的房号', asks: 'room' } },
      { user: '1单元110' },
      { expect: { slots: { room: '3-1-110' } } },
    ],
  })
  expect(many.failures).toEqual([])
})

test('a home the register knows is shown by the register’s label', async () => {
  const desk = openDesk(fixtureFlows, SETTINGS)
  const world: World = {
    ...desk.world,
    async findRooms() {
      return [{ code: '3-2-501', label: '翠苑3幢2单元501室' }]
    },
  }
  let last = await turn(emptySession(), ['3栋501厨房漏水，尽快，电话13900139000'], world)
  for (const text of ['没有']) last = await turn(last.session, [text], world)
  expect(last.says.at(-1)).toMatchObject({
    text: expect.stringContaining('房号：翠苑3幢2单元501室'),
  })
})

test('a step may ask to wait longer for photos', async () => {
  const asked = await turn(emptySession(), ['3栋2单元501厨房漏水，尽快'])
  expect(settleMs(fixtureFlows, asked.session)).toBe(3000)
  const before = await turn(emptySession(), ['厨房漏水'])
  expect(settleMs(fixtureFlows, before.session)).toBeUndefined()
  expect(settleMs(fixtureFlows, emptySession())).toBeUndefined()
})
