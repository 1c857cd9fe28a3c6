/** What an owner must know in time goes through the chat while it is open, and through a steward when it is not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openNotifier } from '../../src/conversation/notifier.ts'
import { readWords } from '../../src/conversation/words.ts'
import type { Notifier, OwnerActor, Work } from '../../src/desk/work.ts'
import { aProject } from '../support/desk/people.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let notifier: Notifier

beforeAll(async () => {
  desk = await openTicketDesk()
  await aProject(desk.db)
  await desk.staff('张管家', 'steward', { areas: ['3'] })
  owner = await desk.owner('李女士', '3-2-501')
  const words = await readWords(new URL('../../flows', import.meta.url).pathname)
  notifier = openNotifier({ words, appAccountOf: () => '1000002', outbox: desk.rules.outbox })
})
beforeEach(async () => {
  await desk.db.deleteFrom('task').execute()
  await desk.db.deleteFrom('outbox_item').execute()
  await desk.db.deleteFrom('send_budget').execute()
  desk.tell.clear()
})
afterAll(() => desk.close())

const note = {
  words: 'tickets.owner.late',
  values: { number: 'BX20261123-0001', next_words: '等待师傅上门', next_by: '今天15:00' },
  key: 'ticket-1-late',
  purpose: 'notice',
} as const
const inTime = { subject: { kind: 'ticket', id: 'ticket-1' }, buildingCode: '3' }

const tell = (more: Partial<Parameters<Notifier['owner']>[2]> = {}) =>
  desk.work({ kind: 'system', name: 'test' }, (work: Work) =>
    notifier.owner(work, owner.conversationId, { ...note, ...more }),
  )
const wrote = (hoursAgo: number, used = 0) =>
  desk.db
    .insertInto('send_budget')
    .values({
      conversationId: owner.conversationId,
      lastInboundAt: new Date(desk.now().getTime() - hoursAgo * 3_600_000),
      used,
      serviceState: 1,
      updatedAt: desk.now(),
    })
    .execute()
const tasks = () => desk.db.selectFrom('task').selectAll().execute()
const sent = () => desk.db.selectFrom('outbox_item').selectAll().execute()

describe('within the 48 hours', () => {
  test('it goes through the chat', async () => {
    await wrote(1)
    await tell({ inTime })
    expect(await sent()).toHaveLength(1)
    expect(await tasks()).toEqual([])
  })
})

describe.each([
  ['after the 48 hours', 49, 0],
  ['when the five messages are used up', 1, 5],
])('%s', (_name, hoursAgo, used) => {
  beforeEach(() => wrote(hoursAgo, used))

  test('a steward gets the words to say, once', async () => {
    await tell({ inTime })
    await tell({ inTime })
    expect(await sent()).toEqual([])
    expect(await tasks()).toMatchObject([
      {
        kind: 'unreached',
        role: 'steward',
        buildingCode: '3',
        subjectId: 'ticket-1',
        values: {
          text: 'BX20261123-0001比说好的时间要晚，很抱歉。等待师傅上门，最晚今天15:00前有进展，再有变化提前告诉您。',
        },
      },
    ])
    expect(desk.tell.of('card')).toMatchObject([{ card: 'task.unreached' }])
  })

  test('what can wait waits in the chat as before', async () => {
    await tell()
    expect(await sent()).toHaveLength(1)
    expect(await tasks()).toEqual([])
  })
})
