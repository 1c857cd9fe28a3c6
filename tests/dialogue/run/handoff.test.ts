import { expect, test } from 'vitest'
import { failuresOf, fixtureFiles, mustCompile, type Talk } from '../fixture-folder.ts'

test.each<Talk>([
  {
    name: 'while people have the conversation the bot is silent but for danger, and does nothing else with it',
    talk: [
      { user: '厨房漏水' },
      { user: '人工' },
      { expect: { handoff: 'service', said: '正在为您转接' } },
      { user: '3栋2单元501' },
      { media: ['a'] },
      { user: '取消' },
      { expect: { replies: 0, asks: 'room', slots: { room: null } } },
      { together: [{ user: '楼里着火了' }, { user: '取消' }] },
      { expect: { said: '0755-110', asks: 'room', stack: ['repair_report'] } },
      { staff: 'closed' },
      { expect: { said: ['接着刚才的继续', '请发房号'] } },
      { user: '3栋2单元501' },
      { expect: { asks: 'visit' } },
    ],
  },
  {
    name: 'no alarm rings while people have the conversation',
    talk: [
      { user: '厨房漏水' },
      { user: '人工' },
      { expect: {} },
      { advance: '3d' },
      { expect: { replies: 0, flow: 'repair_report' } },
    ],
  },
  {
    name: 'when nobody has time the person is told and goes on',
    talk: [
      { user: '厨房漏水' },
      { user: '人工' },
      { staff: 'expired' },
      { expect: { said: ['同事暂时都在忙', '请发房号'], asks: 'room' } },
    ],
  },
  {
    name: 'without anything going on a person takes over and gives back',
    talk: [
      { user: '转人工' },
      { expect: { handoff: 'service' } },
      { staff: 'closed' },
      { expect: { flow: null } },
      { user: '厨房漏水' },
      { expect: { asks: 'room' } },
    ],
  },
])('$name', async (each) => {
  const { failures } = await failuresOf(each)
  expect(failures).toEqual([])
})

test('the summary names the matter and what is known, with what is personal masked', async () => {
  const { stage } = await failuresOf({
    talk: [
      { user: '3栋2单元501厨房漏水，尽快' },
      { user: '没有' },
      { user: '是的' },
      { user: '人工' },
    ],
  })
  expect(stage.handoff).toEqual({
    queue: 'service',
    reason: 'asked',
    slaMs: 600_000,
    summary:
      '报修：报修内容 厨房漏水；类别 水（漏水、堵塞、停水）；位置 家里；房号 3栋2单元501；上门时间 尽快；联系电话 138****8000；最后说：人工',
  })
})

test('a handoff step names its queue and time, and its return', async () => {
  const { stage } = await failuresOf({
    fakes: { 'tickets.create': { refused: null } },
    talk: [{ user: '3栋2单元501厨房漏水，尽快，电话13900139000' }, { user: '没有' }, { user: '1' }],
  })
  expect(stage.handoff).toMatchObject({ queue: 'duty', reason: 'repair_report', slaMs: 300_000 })
  expect(stage.session.handoff).toMatchObject({ goto: 'END' })
})

/** The fixture's flows for owners, who alone are handed to people; here a member of staff talks with them. */
const forOwners = mustCompile(
  fixtureFiles.map(({ path, text }) => ({
    path,
    text: text
      .replace(/^handoff: \{/m, 'handoff: {audience: [owner], ')
      .replace(/audience: \[(owner, tenant[^\]]*)\]/, 'audience: [$1, staff]'),
  })),
)

test.each<Talk>([
  {
    name: 'is told where to call, and the talk goes on',
    talk: [
      { user: '厨房漏水' },
      { user: '人工' },
      { expect: { handoff: null, said: ['0755-100', '请发房号'], asks: 'room' } },
      { user: '3栋2单元501' },
      { expect: { asks: 'visit' } },
    ],
  },
  {
    name: 'is not offered one after words that meant nothing',
    talk: [
      { user: '嗯哼哈嘿' },
      { user: '嗯哼哈嘿' },
      { user: '嗯哼哈嘿' },
      { expect: { said: '没太明白', not_said: ['找同事', '转人工'] } },
    ],
  },
  {
    name: 'loses the talk instead when no answer helped',
    talk: [
      { user: '厨房漏水' },
      { user: '嗯哼哈嘿' },
      { user: '嗯哼哈嘿' },
      { user: '嗯哼哈嘿' },
      { expect: { handoff: null, ends: 'unfinished', asks: null } },
    ],
  },
  {
    name: 'goes past a step that hands over',
    fakes: { 'tickets.create': { refused: null } },
    talk: [
      { user: '3栋2单元501厨房漏水，尽快，电话13900139000' },
      { user: '没有' },
      { user: '1' },
      { expect: { handoff: null, said: '0755-100', ends: 'done' } },
    ],
  },
  {
    name: 'is not offered one for photos without words',
    talk: [{ media: ['a'] }, { expect: { not_said: '转人工', choices: ['我要报修'] } }],
  },
])('whom people do not take over $name', async (each) => {
  const staff = { ...each, user: { audience: 'staff' } }
  const { failures } = await failuresOf(staff, forOwners)
  expect(failures).toEqual([])
})
