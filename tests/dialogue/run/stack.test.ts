import { expect, test } from 'vitest'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

test.each<Talk>([
  {
    name: 'cancel with nothing going on says so and shows what can be done',
    talk: [
      { user: '取消' },
      {
        expect: {
          said: '没有正在办理的事',
          choices: ['我要报修', '查物业费', '我的工单', '绑定房屋', '我要投诉'],
        },
      },
    ],
  },
  {
    name: 'cancel ends the flow at once and keeps no draft',
    talk: [
      { user: '厨房漏水' },
      { user: '取消' },
      { expect: { said: '报修已取消', ends: 'cancelled', stack: [], drafts: [] } },
    ],
  },
  {
    name: 'back re-opens the question answered last, twice if wanted',
    talk: [
      { user: '厨房漏水' },
      { user: '3栋2单元501' },
      { user: '尽快' },
      { user: '上一步' },
      { expect: { asks: 'visit', slots: { visit: null, room: '3-2-501' } } },
      { user: '上一步' },
      { expect: { asks: 'room', slots: { room: null } } },
      { user: '上一步' },
      { expect: { said: '已经是第一步了', asks: 'room' } },
    ],
  },
  {
    name: 'restart forgets what was said',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { user: '重来' },
      {
        expect: { asks: 'problem', slots: { room: null, problem: null }, stack: ['repair_report'] },
      },
    ],
  },
  {
    name: 'restarting what the desk began keeps what it was begun with',
    talk: [
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { user: '修好了' },
      { expect: { asks: 'score' } },
      { user: '重来' },
      { expect: { asks: 'fixed', said: '工单 BX1 已完工', slots: { fixed: null } } },
    ],
  },
  {
    name: 'whoever says something hears something, even when the flow has no last word',
    user: { audience: 'owner', rooms: ['3-2-501'] },
    talk: [
      { user: '物业费多少' },
      { expect: { asks: 'pay' } },
      { user: '以后再说' },
      { expect: { said: '有事随时找我', replies: 1 } },
    ],
  },
  {
    name: 'what is required cannot be skipped, what is optional can',
    talk: [
      { user: '投诉楼上太吵了' },
      { expect: { asks: 'building' } },
      { user: '跳过' },
      { expect: { asks: 'review' } },
      { user: '取消' },
      { user: '厨房漏水' },
      { user: '跳过' },
      { expect: { said: '不能跳过', asks: 'room' } },
    ],
  },
  {
    name: 'the flow one is in, asked for again, is resumed or begun anew',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { user: '我要报修' },
      { expect: { said: '报修正在办理中，要继续吗', stack: ['repair_report'] } },
      { user: '1' },
      { expect: { asks: 'visit', slots: { room: '3-2-501' } } },
      { user: '我要报修' },
      { user: '2' },
      { expect: { asks: 'problem', slots: { room: null } } },
    ],
  },
  {
    name: 'a flow beneath a digression is returned to when it is asked for again',
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '厨房漏水' },
      { user: '物业费多少钱' },
      { user: '1' },
      { expect: { stack: ['repair_report', 'fee_query'] } },
      { user: '我要报修' },
      { user: '1' },
      { expect: { stack: ['repair_report'], asks: 'room' } },
    ],
  },
  {
    name: 'a policy of never says one line and asks again',
    user: { audience: 'guest' },
    talk: [
      { user: '绑定房屋' },
      { user: '厨房漏水' },
      { expect: { said: '请先完成绑定房屋', asks: 'code', stack: ['bind_home'] } },
    ],
  },
  {
    name: 'what somebody may not do is refused without starting it',
    user: { audience: 'technician' },
    talk: [
      { user: '菜单' },
      { expect: { choices: [] } },
      { user: '厨房漏水' },
      { expect: { flow: null } },
    ],
  },
  {
    name: 'too many starts in a day are refused, and the next day allowed',
    talk: [
      ...Array.from({ length: 6 }, () => [{ user: '我要报修' }, { user: '取消' }]).flat(),
      { expect: {} },
      { advance: '10m' },
      { user: '我要报修' },
      { expect: { said: '今天已经办过多次报修', flow: null } },
      { advance: '24h' },
      { user: '我要报修' },
      { expect: { flow: 'repair_report' } },
    ],
  },
  {
    name: 'help in the middle says how to steer and asks again',
    talk: [
      { user: '厨房漏水' },
      { user: '帮助' },
      { expect: { said: ['随时可回复', '请发房号'], asks: 'room' } },
    ],
  },
  {
    name: 'a question with a known answer and a flow behind it offers the flow',
    user: { audience: 'owner', rooms: ['3-2-501'] },
    talk: [
      { user: '能刷卡吗' },
      { expect: { said: '可以微信、支付宝', choices: ['查物业费'] } },
      { user: '1' },
      { expect: { flow: 'fee_query' } },
    ],
  },
  {
    name: 'three utterances that mean nothing offer a person',
    talk: [
      { user: '嗯哼' },
      { user: '哈嘿' },
      { expect: { handoff: null } },
      { user: '嘿哈' },
      { expect: { said: '要找同事帮您吗', choices: ['转人工', '看看能办什么'] } },
      { user: '好' },
      { expect: { handoff: 'service' } },
    ],
  },
  {
    name: 'too many answers in vain end as the flow says',
    user: { audience: 'guest' },
    talk: [
      { user: '绑定' },
      { user: '嗯' },
      { user: '嗯' },
      { expect: { asks: 'code' } },
      { user: '嗯' },
      { expect: { ends: 'unfinished', stack: [] } },
    ],
  },
])('$name', async (each) => {
  const { failures } = await failuresOf(each)
  expect(failures).toEqual([])
})

const PARENT = `
dsl: 1
flow: parent
title: 大事
start: {keywords: [{any: [办大事], weight: 3}]}
policy: {idle: {expire: 1h}, on_exhausted: last}
slots:
  who: {type: person_name, label: 姓名}
  home: {type: room, label: 房号}
  note: {type: text, label: 备注}
steps:
  - {id: sub, call: child, with: {hint: '"甲"'}, save: {who: result.name, home: result.home}}
  - {id: told, say: '{{ slots.who }}住{{ slots.home | room }}。'}
  - {id: more, ask: note, prompt: 还有什么？, goto: END}
  - {id: last, say: 先到这里。, goto: END}
`
const CHILD = `
dsl: 1
flow: child
title: 小事
policy: {idle: {expire: 1h}}
slots:
  hint: {type: text}
  name: {type: person_name, label: 姓名}
  home: {type: room, label: 房号}
steps:
  - {id: who, ask: name, prompt: '{% if slots.hint %}{{ slots.hint }}：{% endif %}您贵姓？'}
  - {id: where, ask: home, prompt: 住哪里？}
`

test('a called flow asks for itself, gives back what it learnt, and its caller goes on', async () => {
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '办大事' },
        { expect: { stack: ['parent', 'child'], said: '甲：您贵姓？', asks: 'name' } },
        { user: '王小明' },
        { user: '3栋2单元501' },
        { expect: { stack: ['parent'], said: '王小明住3栋2单元501。', asks: 'note' } },
        { user: '没什么' },
        { expect: { ends: 'done' } },
      ],
    },
    mustCompile(folderOf(PARENT, CHILD)),
  )
  expect(failures).toEqual([])
})

const JUMP = `
dsl: 1
flow: jumper
title: 转
start: {keywords: [{any: [转过去], weight: 3}]}
slots:
  x: {type: text}
steps:
  - {id: set_x, set: {x: '"乙"'}}
  - {id: go, jump: child, with: {hint: slots.x}}
`

test('a jump replaces the flow and does not come back', async () => {
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '转过去' },
        { expect: { stack: ['child'], said: '乙：您贵姓？' } },
        { user: '取消' },
        { expect: { stack: [] } },
      ],
    },
    mustCompile(folderOf(JUMP, CHILD)),
  )
  expect(failures).toEqual([])
})

test('no more than three matters lie on one another', async () => {
  const flow = (id: string, word: string) => `
dsl: 1
flow: ${id}
title: ${word}
start: {keywords: [{any: [${word}], weight: 3}]}
policy: {digress: allow, idle: {expire: 1h}}
slots: {n: {type: integer, label: 数目}}
steps: [{id: ask_n, ask: n, prompt: '${word}几个？', goto: END}]
`
  const flows = mustCompile(
    folderOf(flow('a', '甲事'), flow('b', '乙事'), flow('c', '丙事'), flow('d', '丁事')),
  )
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '甲事' },
        { user: '乙事' },
        { user: '丙事' },
        { expect: { stack: ['a', 'b', 'c'] } },
        { user: '丁事' },
        { expect: { stack: ['a', 'b', 'c'], said: '请先完成丙事', asks: 'n' } },
        { user: '三个' },
        { expect: { stack: ['a', 'b'], said: '继续刚才的乙事。' } },
      ],
    },
    flows,
  )
  expect(failures).toEqual([])
})
