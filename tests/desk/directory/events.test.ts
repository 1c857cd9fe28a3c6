/** An event is a hint: what is so now is asked, as often as it takes, and nothing is asked about strangers. */
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SendRefused } from '../../../src/channels/channel.ts'
import { drainOrders } from '../../../src/conversation/orders/drain-orders.ts'
import { readWords } from '../../../src/conversation/words.ts'
import type { DirectoryChange } from '../../../src/desk/directory/directory-change.ts'
import { directoryErrands } from '../../../src/desk/directory/errands.ts'
import { noteDirectoryChange } from '../../../src/desk/directory/note-change.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { type HandDirectory, handDirectory } from '../../support/desk/hand-directory.ts'
import { aProject } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { testSeals } from '../../support/seals.ts'

let desk: TicketDesk
let directory: HandDirectory
let wang: StaffActor
let events = 0

beforeEach(async () => {
  desk = await openTicketDesk()
  directory = handDirectory()
  await aProject(desk.db)
  wang = await desk.technician('Wang')
  directory.put('Wang')
  await told({ members: ['wang'] })
  directory.asked.length = 0
})
afterEach(() => desk.close())

async function told(change: Partial<DirectoryChange>, key = `event-${++events}`): Promise<void> {
  const whole = { key, members: [], departments: false, ...change }
  await desk.work({ kind: 'system', name: 'test' }, (work) =>
    noteDirectoryChange(work, 'corp-1', whole),
  )
  await desk.advance(1)
  await drain()
}
const words = readWords(fileURLToPath(new URL('../../../flows', import.meta.url)))
const drain = async () =>
  drainOrders({
    db: desk.db,
    clock: { now: () => desk.now() },
    seals: testSeals,
    words: await words,
    width: 1,
    makeWork: (tx, actor, now) => desk.doWork.within(tx, now ?? desk.now(), actor),
    actions: new Map(
      directoryErrands({ platform: directory, now: () => desk.now() }).map((one) => [
        one.name,
        one,
      ]),
    ),
    onFailure: () => undefined,
  })
const row = () =>
  desk.db.selectFrom('staff').selectAll().where('id', '=', wang.staffId).executeTakeFirstOrThrow()
const orders = () => desk.db.selectFrom('remote_order').select(['action', 'state']).execute()

describe('one member', () => {
  test('somebody who joins is known from then on, whatever the case of their id', async () => {
    expect(await row()).toMatchObject({ linkedAt: expect.any(Date), departmentIds: [7] })
  })

  test('is looked at once for each event, and strangers never', async () => {
    await told({ members: ['wang'] }, 'one')
    await told({ members: ['WANG'] }, 'one')
    await told({ members: ['nobody', 'else'] })
    expect(directory.asked).toEqual(['wang'])
  })

  test('the event says deleted, the directory says there: nobody goes', async () => {
    await told({ members: ['Wang'] })
    expect((await row()).leftAt).toBeNull()
  })

  test('gone they leave; out of sight they leave; off they leave', async () => {
    for (const away of [
      () => directory.people.delete('Wang'),
      () => directory.hidden.add('Wang'),
      () => directory.put('Wang', { isActive: false }),
    ]) {
      away()
      await told({ members: ['Wang'] })
      expect((await row()).leftBy).toBe('directory')
      directory.hidden.clear()
      directory.put('Wang')
      await told({ members: ['Wang'] })
      expect((await row()).leftBy).toBeNull()
    }
  })
})

describe('a look-up that fails', () => {
  const TWO_HOURS = 120

  test('is made again for as long as it takes', async () => {
    directory.people.delete('Wang')
    directory.failing = new SendRefused('transient', '-1', 'busy')
    await told({ members: ['Wang'] })
    await keepTrying(TWO_HOURS)
    expect((await row()).leftAt).toBeNull()
    directory.failing = undefined
    await keepTrying(30)
    expect((await row()).leftBy).toBe('directory')
  })

  test('for want of a right is not repeated: the regular reading says so', async () => {
    directory.failing = new SendRefused('config', '48002', 'no right')
    await told({ members: ['Wang'] })
    await keepTrying(TWO_HOURS)
    expect(directory.asked).toEqual(['Wang'])
    expect((await row()).leftAt).toBeNull()
  })

  async function keepTrying(minutes: number): Promise<void> {
    for (let passed = 0; passed < minutes; passed++) {
      await desk.advance(1)
      await drain()
    }
  }
})

describe('another id', () => {
  const renamed = { from: 'Wang', to: 'W.Qiang' }

  test('is the same person; told again, or before it is true, it changes nothing', async () => {
    await told({ members: ['Wang'], renamed })
    expect((await row()).userId).toBe('Wang')
    directory.people.delete('Wang')
    directory.put('W.Qiang')
    await told({ members: ['Wang'], renamed })
    expect(await row()).toMatchObject({ userId: 'W.Qiang', leftAt: null })
    await told({ members: ['Wang'], renamed })
    expect(await row()).toMatchObject({ userId: 'W.Qiang', leftAt: null })
  })

  test('told late, after they were missed, it brings them back', async () => {
    directory.people.delete('Wang')
    directory.put('W.Qiang')
    await told({ members: ['Wang'] })
    expect((await row()).leftBy).toBe('directory')
    await told({ members: ['Wang'], renamed })
    expect(await row()).toMatchObject({ userId: 'W.Qiang', leftAt: null, leftBy: null })
  })

  test('of an old event whose id somebody new has: nobody is renamed', async () => {
    directory.put('W.Qiang')
    await told({ members: ['Wang'], renamed: { from: 'Wang', to: 'W.Qiang' } })
    expect((await row()).userId).toBe('Wang')
  })

  test('that is taken in the project leaves the old row to what the directory says of it', async () => {
    const other = await desk.technician('W.Qiang')
    directory.people.delete('Wang')
    directory.put('W.Qiang')
    await told({ members: ['Wang'], renamed })
    expect(await row()).toMatchObject({ userId: 'Wang', leftBy: 'directory' })
    const taken = await desk.db
      .selectFrom('staff')
      .selectAll()
      .where('id', '=', other.staffId)
      .executeTakeFirstOrThrow()
    expect(taken).toMatchObject({ userId: 'W.Qiang', leftAt: null })
  })

  test('takes their cards and what waits for them along', async () => {
    const conversationId = 'wecom-app/corp-1/1000002/Wang'
    await desk.db
      .insertInto('staff_card')
      .values({
        ...{ taskId: 't', corpId: 'corp-1', conversationId, staffId: wang.staffId },
        ...{ subjectKind: 'ticket', subjectId: 'x', state: 'open', createdAt: desk.now() },
      })
      .execute()
    const to = { corpId: 'corp-1', channel: 'wecom-app', account: '1000002', user: 'Wang' }
    const item = { corpId: 'corp-1', lane: conversationId, message: '', purpose: 'notice' }
    const times = { nextAt: desk.now(), createdAt: desk.now() }
    const address = JSON.stringify(to)
    await desk.db
      .insertInto('outbox_item')
      .values([
        { id: '1', key: '1', state: 'queued', ...item, ...times, address },
        { id: '2', key: '2', state: 'sent', ...item, ...times, address },
      ])
      .execute()
    directory.people.delete('Wang')
    directory.put('W.Qiang')
    await told({ members: ['Wang'], renamed })
    const card = await desk.db.selectFrom('staff_card').select('conversationId').execute()
    expect(card).toEqual([{ conversationId: 'wecom-app/corp-1/1000002/W.Qiang' }])
    const items = await desk.db
      .selectFrom('outbox_item')
      .select(['id', 'address'])
      .orderBy('id')
      .execute()
    expect(items.map(({ address: at }) => (at as { user: string }).user)).toEqual([
      'W.Qiang',
      'Wang',
    ])
  })
})

test('departments are read again when one changes', async () => {
  await told({ departments: true })
  expect(directory.asked).toEqual(['departments'])
  const kept = await desk.db.selectFrom('department').select(['id', 'name']).orderBy('id').execute()
  expect(kept.map(({ name }) => name)).toEqual(['和悦物业', '工程部'])
})

test('a company without a project asks nothing', async () => {
  await desk.db.deleteFrom('project').where('id', '=', PROJECT).execute()
  const before = (await orders()).length
  await told({ departments: true })
  expect(await orders()).toHaveLength(before)
})
