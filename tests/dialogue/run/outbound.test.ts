import { expect, test } from 'vitest'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

const flow = (outbound: string) => `
dsl: 1
flow: notice
title: 通知
start: {event: water.off, key: event.id}
outbound: ${outbound}
policy: {idle: {expire: 1h}}
slots:
  id: {type: text, source: event, from: event.id}
  seen: {type: yes_no, label: 是否看到}
steps:
  - {id: told, ask: seen, prompt: '停水通知{{ slots.id }}，看到了吗？', choices: [看到了, 没看到]}
  - {id: thanks, say: '{% if slots.seen %}好的。{% else %}请留意。{% endif %}', goto: END}
`
const BUSY = `
dsl: 1
flow: busy
title: 忙
start: {keywords: [{any: [忙着], weight: 3}]}
policy: {idle: {expire: 1h}}
slots: {n: {type: integer, label: 数目}}
steps:
  - {id: ask_n, ask: n, prompt: 几个？}
  - {id: got, say: '{{ slots.n }}个。', goto: END}
`

const off = (id: string) => ({ event: 'water.off', data: { id } })

test.each<Talk & { readonly outbound: string }>([
  {
    name: 'an idle person is told at once',
    outbound: '{}',
    talk: [off('1'), { expect: { said: '停水通知1', asks: 'seen' } }],
  },
  {
    name: 'each key is told once, another key again',
    outbound: '{}',
    talk: [
      off('1'),
      { user: '看到了' },
      off('1'),
      { expect: { not_said: '停水通知1，看到了吗？停水通知1' } },
      off('1'),
      { expect: { replies: 0 } },
      off('2'),
      { expect: { said: '停水通知2' } },
    ],
  },
  {
    name: 'a busy person is told ten minutes after the talk is over',
    outbound: '{if_busy: wait_until_idle}',
    talk: [
      { user: '忙着' },
      off('1'),
      { expect: { flow: 'busy', not_said: '停水' } },
      { user: '3' },
      { expect: { not_said: '停水' } },
      { advance: '9m' },
      { expect: { replies: 0 } },
      { advance: '1m' },
      { expect: { said: '停水通知1' } },
    ],
  },
  {
    name: 'a person who is busy again then is left alone once more',
    outbound: '{if_busy: wait_until_idle}',
    talk: [
      { user: '忙着' },
      off('1'),
      { user: '3' },
      { user: '忙着' },
      { expect: {} },
      { advance: '10m' },
      { expect: { replies: 0 } },
      { user: '4' },
      { expect: {} },
      { advance: '10m' },
      { expect: { said: '停水通知1' } },
    ],
  },
  {
    name: 'while people have the conversation nothing is begun, and some time after they are done it is',
    outbound: '{if_busy: wait_until_idle}',
    talk: [
      { user: '人工' },
      off('1'),
      { expect: { not_said: '停水' } },
      { advance: '1h' },
      { staff: 'closed' },
      { expect: { replies: 0 } },
      { advance: '10m' },
      { expect: { said: '停水通知1' } },
    ],
  },
  {
    name: 'push_after_end comes right after the talk',
    outbound: '{if_busy: push_after_end}',
    talk: [
      { user: '忙着' },
      off('1'),
      { user: '3' },
      { advance: '1s' },
      { expect: { said: '停水通知1' } },
    ],
  },
  {
    name: 'drop forgets it',
    outbound: '{if_busy: drop}',
    talk: [
      { user: '忙着' },
      off('1'),
      { user: '3' },
      { expect: {} },
      { advance: '1d' },
      { expect: { replies: 0 } },
    ],
  },
  {
    name: 'nothing goes out outside its hours',
    outbound: "{hours: '09:00-20:00'}",
    clock: '2025-03-06T21:00:00+08:00',
    talk: [
      off('1'),
      { advance: '11h' },
      { expect: { replies: 0 } },
      { advance: '1h' },
      { expect: { said: '停水通知1' } },
    ],
  },
  {
    name: 'no more than so many a day, the rest the day after',
    outbound: '{max_per_user: 1/1d}',
    talk: [
      off('1'),
      { user: '看到了' },
      { expect: {} },
      off('2'),
      { expect: { replies: 0 } },
      { advance: '23h' },
      { expect: { replies: 0 } },
      { advance: '1h' },
      { expect: { said: '停水通知2' } },
    ],
  },
  {
    name: 'what comes too late is given up',
    outbound: '{if_busy: wait_until_idle, give_up_after: 30m}',
    talk: [
      { user: '忙着' },
      off('1'),
      { advance: '40m' },
      { user: '3' },
      { expect: {} },
      { advance: '1d' },
      { expect: { replies: 0 } },
    ],
  },
  {
    name: 'an event no flow waits for is nothing',
    outbound: '{}',
    talk: [{ event: 'water.on', data: {} }, { expect: { replies: 0, flow: null } }],
  },
])('$name', async ({ outbound, ...each }) => {
  const { failures } = await failuresOf(each, mustCompile(folderOf(flow(outbound), BUSY)))
  expect(failures).toEqual([])
})
