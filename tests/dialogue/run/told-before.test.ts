/** What the desk knows of a person already: it saves a question, and gives way when it did not help or is contradicted. */
import { expect, test } from 'vitest'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

const FLOW = `
dsl: 1
flow: visit
title: 上门
start: {keywords: [{any: [上门], weight: 3}]}
policy: {idle: {expire: 1h}, max_retries: 2, on_exhausted: finish}
slots:
  room: {type: room, label: 房号, prefill: user.default_room}
  building: {type: building, label: 楼栋, optional: true}
  has_key: {type: yes_no, label: 是否有钥匙, optional: true}
  key: {type: code, label: 钥匙号, pattern: '\\d{6}', optional: true}
steps:
  - id: where
    ask: room
    prompt: 哪一套？
    reject: [{when: '!room_exists(slots.room)', say: 没有这个房号。}]
  - {id: keys, when: '!has(slots.key) && !user.identified', ask: has_key, prompt: 有钥匙吗？}
  - id: review
    confirm: {editable: [room, building]}
    prompt: '{{ slots.room | room }}{% if slots.building %}，{{ slots.building }}栋{% endif %}{% if slots.key %}，{{ slots.key }}{% endif %}{% if slots.has_key %}，有{% endif %}'
    accept: find
    decline: END
  - {id: find, action: tickets.show, with: {number: slots.room}, outcomes: {ok: END, else: sorry}}
  - {id: sorry, say: 没有这一套。}
  - {id: reset, set: {room: null}, goto: where}
`
const flows = mustCompile(folderOf(FLOW))

test.each<Talk>([
  {
    name: 'a value the flow found of no use is asked for, not filled in again from what is known',
    fakes: { 'tickets.show': [{ lost: null }, { ok: { status: 'x' } }] },
    talk: [
      { user: '上门' },
      { expect: { asks: 'review', slots: { room: '3-2-501' }, never_asked: ['room'] } },
      { user: '好' },
      { expect: { said: ['没有这一套。', '哪一套？'], asks: 'room', slots: { room: null } } },
      { user: '5-2-501' },
      { user: '好' },
      { expect: { calls: [{ 'tickets.show': { number: '5-2-501' } }], ends: 'done' } },
    ],
  },
  {
    name: 'another whole room said in passing is asked about, and no building is cut out of it',
    talk: [
      { user: '上门' },
      { user: '5栋2单元501' },
      {
        expect: {
          said: '房号由3栋2单元501改为5栋2单元501',
          slots: { room: '3-2-501', building: null },
        },
      },
      { user: '好' },
      { expect: { slots: { room: '5-2-501', building: null }, asks: 'review' } },
    ],
  },
  {
    name: 'a room that was refused in the first sentence is asked for, not replaced by one’s own',
    talk: [
      { user: '上门，9栋9单元901' },
      { expect: { said: ['没有这个房号。', '哪一套？'], asks: 'room', slots: { room: null } } },
      { user: '5栋2单元501' },
      { expect: { slots: { room: '5-2-501' }, asks: 'review' } },
    ],
  },
  {
    name: 'what makes an open question needless passes it over',
    user: { identified: false },
    talk: [
      { user: '上门' },
      { expect: { asks: 'has_key' } },
      { user: '123456' },
      { expect: { asks: 'review', slots: { key: '123456', has_key: null } } },
    ],
  },
  {
    name: 'a building alone still goes where buildings are wanted',
    talk: [
      { user: '上门' },
      { user: '5栋' },
      { expect: { slots: { room: '3-2-501', building: '5' }, asks: 'review' } },
    ],
  },
])('$name', async ({ talk, fakes, user }) => {
  const owner = { audience: 'owner', rooms: ['3-2-501'], ...user }
  const { failures } = await failuresOf({ user: owner, talk, ...(fakes && { fakes }) }, flows)
  expect(failures).toEqual([])
})
