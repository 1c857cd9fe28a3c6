import { expect, test } from 'vitest'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession, isStale } from '../../../src/dialogue/run/session.ts'
import type { Heard, TurnOutcome } from '../../../src/dialogue/run/world.ts'
import { openDesk } from '../../../src/dialogue/testing/fakes.ts'
import { failuresOf, fixtureFlows, type Talk } from '../fixture-folder.ts'

const AT = new Date('2025-03-06T15:20:00+08:00')

async function hear(
  outcome: TurnOutcome | undefined,
  now: Date,
  ...contents: object[]
): Promise<TurnOutcome> {
  const desk = openDesk(fixtureFlows, {
    user: { audience: ['owner'] },
    fakes: { rooms: ['3-2-501'] },
  })
  const heard = contents.map((content, index) => ({ id: `${index}`, at: now, ...content }) as Heard)
  return await runTurn(
    { session: outcome?.session ?? emptySession(), heard, now, turnId: 't' },
    desk.world,
  )
}

test('an open question sets its reminders and its end, at absolute times and under one generation', async () => {
  const outcome = await hear(undefined, AT, { kind: 'text', text: '我要报修' })
  const [run] = outcome.session.runs
  expect(outcome.timers.set.map(({ name, dueAt }) => [name, dueAt.toISOString()])).toEqual([
    ['remind-1', '2025-03-06T07:40:00.000Z'],
    ['remind-2', '2025-03-06T10:20:00.000Z'],
    ['expire', '2025-03-07T07:20:00.000Z'],
  ])
  expect(
    outcome.timers.set.every(
      ({ runId, generation }) => runId === run?.id && generation === run.generation,
    ),
  ).toBe(true)
})

test('whatever the person says next voids them all and sets new ones', async () => {
  const first = await hear(undefined, AT, { kind: 'text', text: '我要报修' })
  const second = await hear(first, AT, { kind: 'text', text: '你好' })
  const [run] = second.session.runs
  expect(second.timers.cancel).toContain(run?.id)
  expect(second.timers.set[0]?.generation).toBeGreaterThan(first.timers.set[0]?.generation ?? 0)
})

test('a reminder due in the turn of an answer is dropped, and one overtaken before it is sent is stale', async () => {
  const first = await hear(undefined, AT, { kind: 'text', text: '我要报修' })
  const timer = first.timers.set[0]
  const both = await hear(first, AT, { kind: 'timer', timer }, { kind: 'text', text: '马桶堵了呀' })
  expect(both.says.some(({ purpose }) => purpose === 'reminder')).toBe(false)

  const reminded = await hear(first, AT, { kind: 'timer', timer })
  const guard = reminded.says[0]?.guard
  expect(reminded.says.map(({ purpose }) => purpose)).toEqual(['reminder', 'reminder'])
  expect(guard && isStale(reminded.session, guard)).toBe(false)
  expect(guard && isStale(both.session, guard)).toBe(true)
  expect(guard && isStale(emptySession(), guard)).toBe(true)
})

test('a reminder leaves the alarms behind it as they are', async () => {
  const first = await hear(undefined, AT, { kind: 'text', text: '我要报修' })
  const reminded = await hear(first, AT, { kind: 'timer', timer: first.timers.set[0] })
  expect(reminded.timers).toEqual({ set: [], cancel: [] })
  expect(reminded.session.runs[0]?.generation).toBe(first.session.runs[0]?.generation)
})

test.each([
  ['of a run that is gone', { name: 'expire', runId: 'nobody', generation: 1 }],
  ['of an older generation', { name: 'expire', runId: 'id1', generation: 0 }],
  ['of a start nobody waits for', { name: 'start', runId: 'nobody', generation: 1 }],
])('an alarm %s does nothing', async (_, timer) => {
  const first = await hear(undefined, AT, { kind: 'text', text: '我要报修' })
  const outcome = await hear(first, AT, { kind: 'timer', timer })
  expect(outcome).toMatchObject({ says: [], events: [], timers: { set: [], cancel: [] } })
  expect(outcome.session).toEqual(first.session)
})

test('reminders keep the quiet hours, and none comes after the end', async () => {
  const late = new Date('2025-03-06T21:20:00+08:00')
  const outcome = await hear(undefined, late, { kind: 'text', text: '我要报修' })
  const due = outcome.timers.set.map(({ name, dueAt }) => [name, dueAt.toISOString()])
  expect(due).toEqual([
    ['remind-1', '2025-03-07T00:00:00.000Z'],
    ['remind-2', '2025-03-07T00:00:00.000Z'],
    ['expire', '2025-03-07T13:20:00.000Z'],
  ])
})

test.each<Talk>([
  {
    name: 'an expired run becomes a draft that only the person’s word brings back',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { advance: '24h' },
      { expect: { drafts: ['repair_report'], flow: null, ends: 'expired' } },
      { user: '你好' },
      { expect: { flow: null, drafts: ['repair_report'] } },
      { user: '继续' },
      {
        expect: {
          flow: 'repair_report',
          asks: 'visit',
          slots: { room: '3-2-501' },
          drafts: [],
          said: '继续刚才的报修',
        },
      },
    ],
  },
  {
    name: 'the same flow started again offers the draft in one line',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { advance: '24h' },
      { user: '我要报修' },
      { expect: { said: '上次报修没提交，要继续吗？', flow: null } },
      { user: '重新开始' },
      { expect: { asks: 'problem', slots: { room: null }, drafts: [] } },
    ],
  },
  {
    name: 'a draft lies for its days and then is gone',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { advance: '24h' },
      { advance: '8d' },
      { user: '继续' },
      { expect: { said: '没有没办完的事', flow: null } },
    ],
  },
  {
    name: 'a digression that expires leaves what it interrupted waiting, in silence',
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '厨房漏水' },
      { user: '物业费多少钱' },
      { user: '1' },
      { expect: { asks: 'room', flow: 'fee_query' } },
      { advance: '30m' },
      { expect: { stack: ['repair_report'], replies: 0 } },
      { advance: '20m' },
      { expect: { reminders: 1, flow: 'repair_report' } },
    ],
  },
])('$name', async (each) => {
  const { failures } = await failuresOf(each)
  expect(failures).toEqual([])
})
