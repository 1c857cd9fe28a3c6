import { expect, test } from 'vitest'
import { failuresOf, type Talk } from '../fixture-folder.ts'

/** The rows of dialogue.md D25 that need neither a database nor two processes, and the result each states. */
const CASES: readonly Talk[] = [
  {
    name: 'a fee question while the repair waits for free text is asked about, costs no try, and choice 1 comes back',
    user: { audience: 'owner', rooms: ['3-2-501'] },
    talk: [
      { user: '我要报修' },
      { user: '物业费多少钱' },
      {
        expect: {
          choices: ['先查费用再继续报修', '不查费用了，继续报修', '这就是报修内容'],
          asks: 'problem',
          stack: ['repair_report'],
        },
      },
      { user: '1' },
      {
        expect: {
          said: ['234.56', '继续刚才的报修。', '请简单说一下哪里坏了'],
          stack: ['repair_report'],
          asks: 'problem',
          calls: [{ 'fees.list': { room: '3-2-501' } }],
        },
      },
      { user: '嗯哼' },
      { user: '哈嘿' },
      { expect: { asks: 'problem', handoff: null } },
    ],
  },
  {
    name: 'choice 2 goes on with the repair',
    talk: [
      { user: '我要报修' },
      { user: '物业费多少钱' },
      { user: '2' },
      { expect: { asks: 'problem', stack: ['repair_report'], calls: [] } },
    ],
  },
  {
    name: 'choice 3 takes the words as the problem',
    talk: [
      { user: '我要报修' },
      { user: '物业费多少钱' },
      { user: '3' },
      { expect: { slots: { problem: '物业费多少钱' }, asks: 'category' } },
    ],
  },
  {
    name: 'the same while the repair waits for a room leaves the third option out',
    user: { audience: 'owner' },
    talk: [
      { user: '厨房漏水' },
      { expect: { asks: 'room' } },
      { user: '物业费多少钱' },
      { expect: { choices: ['先查费用再继续报修', '不查费用了，继续报修'] } },
    ],
  },
  {
    name: 'with policy allow a typed slot lets the other matter in at once',
    user: { audience: 'owner', rooms: ['3-2-501'] },
    fakes: {
      'tickets.list': {
        ok: {
          items: [
            { number: 'BX1', title: 'a' },
            { number: 'BX2', title: 'b' },
          ],
        },
      },
    },
    talk: [
      { user: '我的工单' },
      { expect: { asks: 'number' } },
      { user: '物业费多少钱' },
      { expect: { said: ['234.56', '继续刚才的我的工单。'], asks: 'number' } },
    ],
  },
  {
    name: 'a wrong building is corrected at the card without submitting',
    talk: [
      { user: '3栋2单元501厨房水管漏水，尽快' },
      { user: '没有' },
      { user: '对' },
      { expect: { asks: 'review' } },
      { user: '等等，楼号错了，是5栋' },
      {
        expect: {
          corrected: { room: '5-2-501' },
          said: ['房号由3栋2单元501改为5栋2单元501', '房号：5栋2单元501'],
          asks: 'review',
          calls: [],
        },
      },
    ],
  },
  {
    name: 'a correction to a room that does not exist keeps the old one and asks for the whole room',
    talk: [
      { user: '3栋2单元501厨房水管漏水，尽快' },
      { user: '没有' },
      { user: '对' },
      { user: '等等，楼号错了，是8栋' },
      {
        expect: {
          said: '没有查到“8栋2单元501”',
          slots: { room: '3-2-501' },
          asks: 'room',
          calls: [],
        },
      },
      { user: '5栋2单元501' },
      { expect: { slots: { room: '5-2-501' }, asks: 'review' } },
    ],
  },
  {
    name: 'the same after submitting offers to take it back, and yes starts again with the new room',
    talk: [
      { user: '3栋2单元501厨房水管漏水，尽快' },
      { user: '没有' },
      { user: '对' },
      { user: '好' },
      { expect: { calls: [{ 'tickets.create': { room: '3-2-501' } }], ends: 'done' } },
      { user: '等等，楼号错了，是5栋' },
      { expect: { said: '报修已提交，要撤销并按新房号重报吗？', calls: [] } },
      { user: '撤销并重报' },
      {
        expect: {
          calls: [{ 'tickets.withdraw': { ticket: 'BX1' } }],
          asks: 'review',
          slots: { room: '5-2-501', problem: '厨房水管漏水' },
        },
      },
      { user: '1' },
      { expect: { calls: [{ 'tickets.create': { room: '5-2-501' } }] } },
    ],
  },
  {
    name: 'when it cannot be taken back a person helps and the owner is told',
    fakes: { 'tickets.withdraw': { late: null } },
    talk: [
      { user: '3栋2单元501厨房水管漏水，尽快' },
      { user: '没有' },
      { user: '对' },
      { user: '好' },
      { user: '等等，楼号错了，是5栋' },
      { user: '好' },
      { expect: { said: '撤销没有成功', handoff: 'service' } },
    ],
  },
  {
    name: 'a photo before it is asked is kept, acknowledged once, and later only more are asked for',
    talk: [
      { user: '我要报修' },
      { expect: { asks: 'problem' } },
      { media: ['a', 'b'] },
      {
        expect: {
          said: ['照片收到2张', '请简单说一下哪里坏了'],
          asks: 'problem',
          slots: { photos: { size: 2 } },
          replies: 2,
        },
      },
      { user: '3栋2单元501厨房漏水，尽快' },
      { expect: { asks: 'photos', said: '已收到2张，还有其他照片吗', not_said: '有照片吗' } },
      { media: ['c'] },
      { expect: { asks: 'phone', slots: { photos: { size: 3 } } } },
    ],
  },
  {
    name: 'photo, text and room within one burst are one turn and one reply',
    talk: [
      { together: [{ media: ['a'] }, { user: '厨房漏水' }, { user: '3栋2单元501' }] },
      {
        expect: {
          slots: { photos: { size: 1 }, problem: '厨房漏水', room: '3-2-501' },
          asks: 'visit',
          replies: 1,
        },
      },
    ],
  },
  {
    name: 'a 1 two days after the last menu picks nothing and shows the main menu',
    talk: [
      { user: '菜单' },
      { advance: '2d' },
      { user: '1' },
      {
        expect: {
          said: '这个菜单已经过期了',
          choices: ['我要报修', '查物业费', '我的工单', '绑定房屋', '我要投诉'],
          flow: null,
        },
      },
    ],
  },
  {
    name: 'a 1 two days after a menu of a run that has expired offers to resume',
    talk: [
      { user: '我要报修' },
      { user: '不知道什么东西坏了呀' },
      { expect: { asks: 'category' } },
      { advance: '2d' },
      { user: '1' },
      {
        expect: {
          said: ['这个菜单已经过期了', '上次报修没提交，要继续吗？'],
          slots: {},
          flow: null,
        },
      },
      { user: '好' },
      { expect: { flow: 'repair_report', asks: 'category', slots: { category: null } } },
    ],
  },
  {
    name: 'a 1 within a day is still picked, and named, while the run waits for it',
    talk: [
      { user: '我要报修' },
      { user: '不知道什么东西坏了呀' },
      { advance: '19m' },
      { user: '嗯哼哈嘿' },
      { advance: '19m' },
      { advance: '12m' },
      { user: '1' },
      { expect: { slots: { category: 'water' } } },
    ],
  },
  {
    name: 'a 1 while a rating is asked belongs to the rating, and is said back',
    talk: [
      { user: '菜单' },
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { user: '修好了' },
      { expect: { asks: 'score' } },
      { user: '1' },
      { expect: { said: '收到，1分', slots: { score: 1 }, asks: 'reason' } },
    ],
  },
  {
    name: 'an answer beats the reminder that is due in the same moment',
    talk: [
      { user: '我要报修' },
      { advance: '1199s' },
      { user: '马桶堵了呀' },
      { advance: '1s' },
      { expect: { reminders: 0, asks: 'room' } },
    ],
  },
  {
    name: 'cancel inside a digression cancels that only, and a second one asks about what it interrupted',
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '厨房漏水' },
      { user: '物业费多少钱' },
      { user: '1' },
      { expect: { stack: ['repair_report', 'fee_query'] } },
      { user: '取消' },
      {
        expect: {
          said: ['费用查询已取消', '继续刚才的报修'],
          stack: ['repair_report'],
          asks: 'room',
        },
      },
      { user: '取消' },
      { expect: { said: '刚才的报修也要取消吗', stack: ['repair_report'] } },
      { user: '好' },
      { expect: { said: '报修已取消', stack: [] } },
    ],
  },
  {
    name: 'whoever says cancel once more when asked is out',
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '厨房漏水' },
      { user: '物业费多少钱' },
      { user: '1' },
      { user: '取消' },
      { user: '取消' },
      { expect: { said: '刚才的报修也要取消吗', stack: ['repair_report'] } },
      { user: '取消' },
      { expect: { said: '报修已取消', stack: [] } },
    ],
  },
  {
    name: 'a person asked for at the card takes over with what is known, and on return the card is shown again',
    talk: [
      { user: '3栋2单元501厨房水管漏水，尽快' },
      { user: '没有' },
      { user: '对' },
      { expect: { asks: 'review' } },
      { user: '人工' },
      { expect: { handoff: 'service', said: '正在为您转接', asks: 'review' } },
      { user: '在吗' },
      { expect: { replies: 0 } },
      { staff: 'closed' },
      { expect: { said: ['接着刚才的继续', '请核对'], asks: 'review' } },
      { user: '1' },
      { expect: { calls: [{ 'tickets.create': {} }] } },
    ],
  },
  {
    name: 'a sticker and a place get a short notice that names what helps',
    talk: [
      { user: '我要报修' },
      { unreadable: '表情' },
      { expect: { said: ['请发文字或照片', '请简单说一下'], asks: 'problem' } },
      { location: '翠苑' },
      { expect: { said: '请发文字或照片', asks: 'problem' } },
      { voice: 'v1' },
      { expect: { said: '请打一行字', asks: 'problem' } },
    ],
  },
  {
    name: 'a text of two thousand characters is cut, says so, and is shown at the card',
    talk: [
      { user: '我要报修' },
      { user: '厨房水管漏水'.repeat(333) },
      {
        expect: {
          said: '已截取前300字',
          slots: { problem: '厨房水管漏水'.repeat(50) },
          asks: 'room',
        },
      },
    ],
  },
  {
    name: 'an answer to an expired callback is offered to be taken up while the survey is open',
    talk: [
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { advance: '4d' },
      { expect: { drafts: ['satisfaction_callback'], flow: null } },
      { user: '满意' },
      { expect: { said: '要补评工单 BX1 吗？' } },
      { user: '好' },
      { user: '修好了' },
      { expect: { calls: [{ 'surveys.save': { number: 'BX1', score: 4 } }] } },
    ],
  },
  {
    name: 'two bound rooms are asked by menu, never silently filled in',
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '物业费多少' },
      { expect: { asks: 'room', choices: ['3栋2单元501', '5栋2单元501'], calls: [] } },
    ],
  },
  {
    name: 'somebody who floods gets one notice, then silence, but danger is still heard',
    talk: [
      ...Array.from({ length: 20 }, (_, index) => ({ user: `啦啦${index}` })),
      { expect: { not_said: '消息有点多' } },
      { user: '啦啦' },
      { expect: { said: '消息有点多', replies: 1 } },
      { user: '啦啦' },
      { user: '我要报修' },
      { expect: { replies: 0, flow: null } },
      { user: '着火了' },
      { expect: { said: '0755-110', calls: [{ 'hazards.raise': { text: '着火了' } }] } },
      { advance: '6m' },
      { user: '我要报修' },
      { expect: { asks: 'problem' } },
    ],
  },
]

test.each(CASES.map((each) => [each.name, each] as const))('%s', async (_, each) => {
  const { failures } = await failuresOf(each)
  expect(failures).toEqual([])
})
