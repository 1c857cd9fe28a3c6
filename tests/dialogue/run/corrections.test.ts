import { expect, test } from 'vitest'
import { failuresOf, type Talk } from '../fixture-folder.ts'

const AT_CARD: Talk['talk'] = [
  { user: '3栋2单元501厨房水管漏水，尽快' },
  { user: '没有' },
  { user: '是的' },
  { expect: { asks: 'review' } },
]

test.each<Talk>([
  {
    name: 'two corrections in one message are applied together',
    talk: [
      ...AT_CARD,
      { user: '等等，楼号错了，是5栋，时间改成明天上午' },
      {
        expect: {
          corrected: { room: '5-2-501', visit: '2025-03-07T09:00/12:00' },
          asks: 'review',
          said: ['由3栋2单元501改为5栋2单元501', '由尽快改为3月7日'],
        },
      },
    ],
  },
  {
    name: 'the last of two values is meant',
    talk: [...AT_CARD, { user: '3栋改成5栋' }, { expect: { corrected: { room: '5-2-501' } } }],
  },
  {
    name: 'a text is replaced by the words behind the cue',
    talk: [
      ...AT_CARD,
      { user: '报修内容改成阳台地漏反水' },
      { expect: { corrected: { problem: '阳台地漏反水' }, asks: 'review' } },
    ],
  },
  {
    name: 'what was inferred from a corrected text is inferred again',
    talk: [
      ...AT_CARD,
      { user: '报修内容改成楼上灯不亮' },
      { expect: { slots: { category: 'power' } } },
    ],
  },
  {
    name: 'values asked only on a way no longer taken are set aside and come back with it',
    talk: [
      ...AT_CARD,
      { user: '位置改成公共区域' },
      {
        expect: {
          slots: { room: null, visit: null, area: 'public' },
          asks: 'review',
          not_said: '房号',
        },
      },
      { user: '位置改成家里' },
      {
        expect: {
          slots: { room: '3-2-501', visit: 'asap' },
          asks: 'review',
          said: '房号：3栋2单元501',
        },
      },
    ],
  },
  {
    name: 'the list behind 修改 shows values, and what is personal masked',
    talk: [
      ...AT_CARD,
      { user: '2' },
      {
        expect: {
          choices: [
            '房号：3栋2单元501',
            '类别：水（漏水、堵塞、停水）',
            '位置：家里',
            '报修内容：厨房水管漏水',
            '上门时间：尽快',
            '联系电话：138****8000',
          ],
        },
      },
      { user: '5' },
      { expect: { asks: 'visit' } },
      { user: '明天晚上11点' },
      { expect: { asks: 'visit', said: '8:00到20:00', slots: { visit: 'asap' } } },
      { user: '明天下午' },
      { expect: { asks: 'review', corrected: { visit: '2025-03-07T14:00/18:00' } } },
    ],
  },
  {
    name: 'the same value again changes nothing and says so',
    talk: [
      ...AT_CARD,
      { user: '修改' },
      { user: '1' },
      { user: '3栋2单元501' },
      { expect: { said: '保持不变', asks: 'review' } },
    ],
  },
  {
    name: 'a contradiction without a cue is asked about before it counts',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { user: '5栋2单元501' },
      { expect: { said: '要把房号由3栋2单元501改为5栋2单元501吗？', slots: { room: '3-2-501' } } },
      { user: '不改' },
      { expect: { slots: { room: '3-2-501' }, asks: 'visit' } },
      { user: '5栋2单元501' },
      { user: '好' },
      { expect: { slots: { room: '5-2-501' }, asks: 'visit' } },
    ],
  },
  {
    name: 'an answer that also contradicts sets the answer and asks about the rest',
    talk: [
      { user: '3栋2单元501厨房漏水' },
      { user: '明天上午，我是5栋2单元501' },
      {
        expect: { slots: { visit: '2025-03-07T09:00/12:00', room: '3-2-501' }, said: '要把房号由' },
      },
    ],
  },
  {
    name: 'a correction of a value that is asked too often ends with a person',
    talk: [
      ...AT_CARD,
      { user: '修改' },
      { user: '1' },
      { user: '9栋1单元101' },
      { user: '9栋1单元102' },
      { expect: { handoff: null } },
      { user: '9栋1单元103' },
      { expect: { handoff: 'service' } },
    ],
  },
  {
    name: 'a cue alone where yes or no is asked is an answer, not a correction',
    talk: [
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { user: '不是' },
      { expect: { calls: [{ 'tickets.reopen': {} }] } },
    ],
  },
])('$name', async ({ talk }) => {
  const { failures } = await failuresOf({ talk })
  expect(failures).toEqual([])
})

test('submitting is never repeated by walking again', async () => {
  const { stage } = await failuresOf({
    talk: [...AT_CARD, { user: '楼号错了，是5栋' }, { user: '时间改成明天上午' }, { user: '1' }],
  })
  expect(stage.desk.calls.map(({ name }) => name)).toEqual(['tickets.create'])
  expect(stage.desk.calls[0]?.input).toMatchObject({
    room: '5-2-501',
    visit: '2025-03-07T09:00/12:00',
  })
})
