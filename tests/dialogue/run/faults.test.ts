import { expect, test } from 'vitest'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession } from '../../../src/dialogue/run/session.ts'
import type { Heard, World } from '../../../src/dialogue/run/world.ts'
import { openDesk } from '../../../src/dialogue/testing/fakes.ts'
import { failuresOf, fixtureFlows, folderOf, mustCompile } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

const flow = (steps: string, slots = 'n: {type: integer, label: 数目}') => `
dsl: 1
flow: faulty
title: 试
start: {keywords: [{any: [试试], weight: 3}]}
policy: {idle: {expire: 1h}}
slots:
  ${slots}
steps:
${steps}
`

test('a flow that goes in circles is stopped with an apology, and the talk goes on', async () => {
  const circle = flow(`
  - {id: one, set: {n: '1.0'}}
  - {id: two, branch: [{when: 'slots.n > 5', goto: END}, {else: one}]}
`)
  const { failures, stage } = await failuresOf(
    {
      talk: [
        { user: '试试' },
        { expect: { said: '刚才没办成', ends: 'failed', stack: [] } },
        { user: '你好' },
        { expect: { said: '您好' } },
      ],
    },
    mustCompile(folderOf(circle)),
  )
  expect(failures).toEqual([])
  expect(stage.turns).toBe(2)
})

test('a flow that calls itself for ever is stopped as well', async () => {
  const self = flow('  - {id: one, call: faulty}\n  - {id: two, say: 完}')
  const { failures } = await failuresOf(
    { talk: [{ user: '试试' }, { expect: { said: '刚才没办成' } }] },
    mustCompile(folderOf(self)),
  )
  expect(failures).toEqual([])
})

test('a result without a field that is read later is a fault of that flow only', async () => {
  const absent = flow(
    `
  - {id: make, action: tickets.show, with: {number: '"x"'}, save: {status: result.status}, outcomes: {ok: told, else: END}}
  - {id: told, say: '{{ slots.status }}', goto: END}
`,
    'status: {type: text, source: action}',
  )
  const { failures } = await failuresOf(
    {
      fakes: { 'tickets.show': { ok: {} } },
      talk: [{ user: '试试' }, { expect: { said: '刚才没办成', stack: [] } }],
    },
    mustCompile(folderOf(absent)),
  )
  expect(failures).toEqual([])
})

test('what a fault interrupts goes on', async () => {
  const circle = flow(
    '  - {id: one, set: {n: "1.0"}}\n  - {id: two, branch: [{when: "slots.n > 5", goto: END}, {else: one}]}',
  )
  const parent = `
dsl: 1
flow: parent
title: 大事
start: {keywords: [{any: [办大事], weight: 3}]}
policy: {digress: allow, idle: {expire: 1h}}
slots: {m: {type: integer, label: 数目}}
steps: [{id: ask_m, ask: m, prompt: 几个？, goto: END}]
`
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '办大事' },
        { user: '试试' },
        { expect: { said: ['刚才没办成', '继续刚才的大事', '几个'], stack: ['parent'] } },
      ],
    },
    mustCompile(folderOf(circle, parent)),
  )
  expect(failures).toEqual([])
})

test.each(['act', 'fact', 'findRooms'] as const)(
  'what %s of the world throws is thrown on, so that the turn is tried again',
  async (name) => {
    const said = { act: '我的工单', fact: '3栋2单元501厨房漏水', findRooms: '3栋2单元501厨房漏水' }
    const desk = openDesk(fixtureFlows, {
      user: { audience: ['owner'] },
      fakes: { rooms: ['3-2-501'] },
    })
    const world: World = {
      ...desk.world,
      [name]: async () => {
        throw new Error('the database is gone')
      },
    }
    const heard: Heard[] = [{ id: 'm', at: desk.clock, kind: 'text', text: said[name] }]
    const turn = runTurn({ session: emptySession(), heard, now: desk.clock, turnId: 't' }, world)
    await expect(turn).rejects.toThrow('the database is gone')
  },
)

test('an action nobody wrote an answer for is no silent success', async () => {
  const flows = mustCompile(
    folderOf(
      flow('  - {id: one, action: hazards.raise, with: {text: \'"x"\'}, outcomes: {else: END}}'),
    ),
    registry,
  )
  await expect(
    failuresOf({ fakes: { 'hazards.raise': undefined }, talk: [{ user: '试试' }] }, flows),
  ).rejects.toThrow('hazards.raise')
})

const EVENTED = `
dsl: 1
flow: evented
title: 通知
start: {event: water.off, key: event.id, when: event.urgent}
policy: {idle: {expire: 1h}}
slots: {seen: {type: yes_no, label: 是否看到}}
steps: [{id: told, ask: seen, prompt: '{{ event.place }}停水，看到了吗？', goto: END}]
`

test('an event a flow cannot make sense of starts nothing and stops nothing', async () => {
  const { failures, stage } = await failuresOf(
    {
      talk: [
        { event: 'water.off', data: { id: '1' } },
        { expect: { replies: 0, flow: null } },
        { user: '你好' },
        { expect: { said: '您好' } },
      ],
    },
    mustCompile(folderOf(EVENTED)),
  )
  expect(failures).toEqual([])
  expect(stage.history[0]).toMatchObject({ kind: 'failed', flow: 'evented' })
})

test('a question that cannot be put ends its matter with an apology', async () => {
  const { failures } = await failuresOf(
    {
      talk: [
        { event: 'water.off', data: { id: '1', urgent: true } },
        { expect: { said: '刚才没办成', flow: null, ends: 'failed' } },
      ],
    },
    mustCompile(folderOf(EVENTED)),
  )
  expect(failures).toEqual([])
})
