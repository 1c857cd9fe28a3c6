import { expect, test } from 'vitest'
import type { Registry } from '../../../src/dialogue/files/registry.ts'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

const REMOTE: Registry = {
  ...registry,
  actions: {
    ...registry.actions,
    'money.link': {
      with: { room: { type: 'room' } },
      outcomes: ['ok', 'unavailable'],
      result: { url: 'text' },
      remote: true,
    },
    'money.void': {
      with: { room: { type: 'room' } },
      outcomes: ['ok', 'unavailable'],
      result: {},
      remote: true,
    },
  },
}

const PAY = `dsl: 1
flow: pay
title: 缴费
access: {audience: [owner]}
start: {keywords: [{any: [我要缴费], weight: 3, generic: true}]}
policy: {idle: {remind: [20m], expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  room: {type: room, label: 房号}
  url: {type: text, source: action}
steps:
  - {id: where, ask: room, prompt: 请发房号。}
  - id: link
    action: money.link
    with: {room: slots.room}
    once: run
    timeout: 8s
    progress: 正在取链接。
    undo: UNDO
    save: {url: result.url}
    outcomes: {ok: done, else: sorry}
  - {id: done, say: '{{ slots.url }}', goto: END}
  - {id: sorry, say: 没有取到。, goto: END}
`
const OTHER = `dsl: 1
flow: other
title: 问时间
access: {audience: [owner]}
start: {keywords: [{any: [几点上班], weight: 3}]}
steps:
  - {id: told, say: 八点上班。}
`
const flows = mustCompile(folderOf(PAY.replace('UNDO', 'money.void'), OTHER), REMOTE)
const final = mustCompile(folderOf(PAY.replace('    undo: UNDO\n', ''), OTHER), REMOTE)

const LINK = { 'money.link': { ok: { url: 'https://pay.example/1' } }, 'money.void': { ok: null } }
const ORDERED: Talk['talk'] = [{ user: '我要缴费' }, { user: '3栋2单元501' }]

async function play(talk: Talk['talk'], more: Omit<Talk, 'name' | 'talk'> = {}, on = flows) {
  const takes = { 'money.link': '10s', 'money.void': '5s' }
  const { failures, stage } = await failuresOf(
    { fakes: { rooms: ['3-2-501'], ...LINK }, takes, talk, ...more },
    on,
  )
  expect(failures).toEqual([])
  return stage
}

test('a result that comes at once is told in the next turn', async () => {
  await play(
    [...ORDERED, { expect: { said: 'https://pay.example/1', ends: 'done', not_said: '正在' } }],
    { takes: {} },
  )
})

test('after a moment a word is said, once, and no reminder rings while it is being done', async () => {
  await play(
    [
      ...ORDERED,
      { expect: { flow: 'pay', asks: 'link' } },
      { advance: '2s' },
      { expect: { replies: 0 } },
      { advance: '1s' },
      { expect: { said: '正在取链接。', replies: 1 } },
      { advance: '30m' },
      { expect: { said: 'https://pay.example/1', replies: 1, reminders: 0, ends: 'done' } },
    ],
    { takes: { 'money.link': '25m' } },
  )
})

test('取消 meanwhile is answered, and undone as soon as it is done', async () => {
  const stage = await play([
    ...ORDERED,
    { user: '取消' },
    { expect: { said: '正在办理，办好后马上撤销', flow: null, calls: [{ 'money.link': {} }] } },
    { advance: '10s' },
    { expect: { calls: [{ 'money.void': { room: '3-2-501' } }], replies: 0 } },
    { advance: '5s' },
    { expect: { said: '已经撤销', replies: 1, not_said: 'pay.example' } },
  ])
  expect(stage.session.leaving).toEqual([])
})

test('nothing is undone when it was not done', async () => {
  await play(
    [
      ...ORDERED,
      { user: '取消' },
      { advance: '10s' },
      { expect: { said: '没有办成', calls: [{ 'money.link': {} }] } },
    ],
    { fakes: { rooms: ['3-2-501'], 'money.link': { refused: null } } },
  )
})

test.each([
  ['the undoing fails', { ...LINK, 'money.void': { unavailable: null } }],
  ['nobody knows whether it was done', { 'money.link': { unavailable: null } }],
])('a person is called when %s', async (_, fakes) => {
  await play(
    [
      ...ORDERED,
      { user: '取消' },
      { advance: '1m' },
      { expect: { said: '已转给同事处理', handoff: 'service' } },
    ],
    { fakes: { rooms: ['3-2-501'], ...fakes } },
  )
})

test('what cannot be undone goes on, and its result is told', async () => {
  await play(
    [
      ...ORDERED,
      { user: '取消' },
      { expect: { said: '现在撤不回来', flow: 'pay' } },
      { advance: '10s' },
      { expect: { said: 'https://pay.example/1', ends: 'done' } },
    ],
    {},
    final,
  )
})

test('other words meanwhile are answered: another matter at once, anything else with 正在办理', async () => {
  await play([
    ...ORDERED,
    { user: '几点上班' },
    { expect: { said: '八点上班。', stack: ['pay'] } },
    { user: '啦啦啦' },
    { expect: { said: '正在办理', flow: 'pay' } },
    { user: '不对，是5栋2单元501' },
    { expect: { said: '正在办理', flow: 'pay', slots: { room: '3-2-501' } } },
    { user: '上一步' },
    { expect: { said: '正在办理' } },
    { advance: '10s' },
    { expect: { said: 'https://pay.example/1', replies: 1, ends: 'done' } },
  ])
})

test('begun anew meanwhile, the old one is undone and the new one goes on', async () => {
  await play([
    ...ORDERED,
    { user: '我要缴费' },
    { click: '重新开始' },
    { expect: { flow: 'pay', asks: 'room' } },
    { advance: '1m' },
    { expect: { said: '已经撤销', flow: 'pay', asks: 'room', calls: [{ 'money.void': {} }] } },
  ])
})

test('a result nobody waits for changes nothing', async () => {
  const stage = await play([
    ...ORDERED,
    { restart: true },
    { advance: '1m' },
    { expect: { ends: 'done' } },
  ])
  expect(stage.history.filter(({ kind }) => kind === 'action_done')).toHaveLength(1)
})
