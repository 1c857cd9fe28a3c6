/** What is said in a group: others read along. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Address } from '../../src/channels/channel.ts'
import type { Conversation } from '../../src/conversation/conversation.ts'
import { isInGroup, talkInGroup } from '../../src/conversation/group-talk.ts'
import { readWords } from '../../src/conversation/words.ts'
import type { Actor, StaffActor } from '../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { testSeals } from '../support/seals.ts'

const FLOWS = new URL('../../flows', import.meta.url).pathname
const words = await readWords(FLOWS)

let desk: TicketDesk
let manager: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  await desk.technician('王强')
  manager = await desk.staff('刘经理', 'manager')
})
afterEach(() => desk.close())

const group: Address = {
  corpId: 'c',
  channel: 'wecom-aibot',
  account: 'bot',
  user: 'liu/wrkGroup1',
}
const conversation: Conversation = {
  id: 'wecom-aibot/c/bot/liu/wrkGroup1',
  address: group,
  session: null,
  handling: 'bot',
}
let turn = 0

async function says(text: string, actor: Actor = manager): Promise<string> {
  const turnId = `g${turn++}`
  const at = desk.now()
  await desk.doWork(
    at,
    (work) =>
      talkInGroup(words, work, conversation, {
        turnId,
        heard: [{ id: turnId, at, kind: 'text', text }],
      }),
    actor,
  )
  const row = await desk.db
    .selectFrom('outbox_item')
    .select('message')
    .where('key', '=', `turn-${turnId}-0`)
    .executeTakeFirstOrThrow()
  return (testSeals.openJson(row.message) as { text: string }).text
}

test('only a conversation with a group behind the member is one', () => {
  expect(isInGroup(conversation)).toBe(true)
  expect(isInGroup({ address: { ...group, user: 'liu' } })).toBe(false)
  expect(isInGroup({ address: { ...group, channel: 'web-chat' } })).toBe(false)
})

test('the unfinished tickets are told by number, kind and state: no place, name, phone or word of an owner', async () => {
  const owner = await desk.owner('张三丰', '3-2-501')
  const { result } = await desk.act(owner, 'tickets.create', {
    text: '厨房水管漏水，我电话13912345678，找张三丰',
    room: '3-2-501',
  })
  const told = await says('@管家 今日未完成工单')
  expect(told).toContain('今日未完成工单1张')
  expect(told).toContain(String(result['number']))
  for (const secret of ['张三丰', '13912345678', '5678', '501', '3栋', '厨房', '找'])
    expect(told).not.toContain(secret)
})

test('nothing is left', async () => {
  expect(await says('还有哪些没完成？')).toBe('今日未完成工单0张。')
})

test.each(['业主电话 0001', '我的任务', '接单 BX20261123-0001', '3栋2单元501的业主是谁', ''])(
  'to %j only the hint is said',
  async (text) => {
    expect(await says(text)).toBe('在群里只能查“今日未完成工单”，其他请单独发消息给我。')
  },
)

test('a stranger in the group learns nothing of tickets', async () => {
  const owner = await desk.owner('张三丰', '3-2-501')
  await desk.act(owner, 'tickets.create', { text: '厨房漏水', room: '3-2-501' })
  expect(await says('今日未完成工单', { kind: 'system', name: 'nobody' })).not.toMatch(/\d/)
})
