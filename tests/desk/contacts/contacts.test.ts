/** New customers are greeted in time, lists repaired, tags follow bindings: on the strict stand-in platform. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ContactChange } from '../../../src/desk/contacts/contact-change.ts'
import { noteContactChange } from '../../../src/desk/contacts/note-change.ts'
import { unbindOwn } from '../../../src/desk/residents/revoke-binding.ts'
import { CHEN, KF, LIU } from '../../sandbox/support/test-platform.ts'
import { anOwner } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { PROJECT } from '../../support/desk/staff.ts'

let desk: NoticeDesk
beforeEach(async () => {
  desk = await openNoticeDesk()
  await desk.staff('lina', 'steward')
})
afterEach(() => desk.close())

const change = (more: Partial<ContactChange> = {}) =>
  desk.doWork(desk.now(), (work) => {
    const base = { change: 'added', userId: 'LiNa', externalUserId: CHEN, at: desk.now() } as const
    return noteContactChange(work, 'corp-1', { ...base, ...more })
  })
const contacts = async () => {
  const rows = await desk.db
    .selectFrom('contact')
    .select(['userId', 'externalUserId'])
    .orderBy('externalUserId')
    .execute()
  return rows.map(({ userId, externalUserId }) => `${userId} ${externalUserId}`)
}
const greetings = async () => {
  const { messages } = await desk.sandbox.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
  return messages.map(({ content }) => JSON.stringify(content))
}
const orders = () => desk.db.selectFrom('remote_order').select(['action', 'outcome']).execute()

describe('events', () => {
  test('told twice there is one; gone there is none; an old event of leaving does not take a new customer', async () => {
    await change()
    await change()
    expect(await contacts()).toEqual([`lina ${CHEN}`])
    await change({ change: 'removed', at: new Date(desk.now().getTime() - 1000) })
    expect(await contacts()).toEqual([`lina ${CHEN}`])
    await change({ change: 'removed' })
    await change({ change: 'removed' })
    expect(await contacts()).toEqual([])
  })

  test('somebody who added a member of no estate is kept and not greeted', async () => {
    await change({ userId: 'stranger', welcomeCode: 'code' })
    expect(await contacts()).toEqual([`stranger ${CHEN}`])
    expect(await orders()).toEqual([])
  })

  test('what was lost is found when the list is read, and what is gone goes', async () => {
    await change({ externalUserId: 'wmGone' })
    desk.sandbox.pass(1000)
    await desk.sandbox.control.addContact('chen', { member: 'lina' })
    await desk.sandbox.control.addContact('liu', { member: 'lina' })
    await desk.readContacts()
    expect(await contacts()).toEqual([`lina ${CHEN}`, `lina ${LIU}`])
  })

  test('when the list cannot be read to its end nobody is forgotten', async () => {
    await change({ externalUserId: 'wmKept' })
    desk.sandbox.pass(1000)
    const real = desk.platform
    desk.platform = {
      ...real,
      followers: async () => ['lina'],
      customers: async () => {
        throw new Error('cut')
      },
    }
    await expect(desk.readContacts()).rejects.toThrow('cut')
    expect(await contacts()).toEqual(['lina wmKept'])
  })
})

describe('the greeting', () => {
  beforeEach(async () => {
    const account = { corpId: 'corp-1', openKfId: KF, projectId: PROJECT, createdAt: desk.now() }
    await desk.db.insertInto('kf_account').values(account).execute()
  })

  test('goes out once with the way to the desk, whatever is told again', async () => {
    const codes: string[] = []
    const real = desk.platform
    desk.platform = {
      ...real,
      welcome: async (code, greeting) => {
        codes.push(
          `${code} ${greeting.link?.title} ${greeting.link?.url.includes('scene_param=u3')}`,
        )
      },
    }
    await change({ welcomeCode: 'W1', state: 'u3' })
    await desk.settle()
    await change({ welcomeCode: 'W1', state: 'u3' })
    await desk.settle()
    expect(codes).toEqual(['W1 小区project-1物业服务 true'])
  })

  test('in time it is on the phone; too late it is given up without a repeat', async () => {
    await desk.sandbox.control.addContact('chen', { member: 'lina' })
    await change({ welcomeCode: 'made-up' })
    await desk.settle()
    expect(await greetings()).toEqual([])
    expect((await orders()).find(({ action }) => action === 'contacts.welcome')).toEqual({
      action: 'contacts.welcome',
      outcome: 'refused',
    })
  })
})

describe('tags', () => {
  const tagged = async (externalUserId: string) => {
    const names = new Map(
      (await desk.platform.tags()).map(({ id, group, name }) => [id, `${group}/${name}`]),
    )
    const { customers } = await desk.platform.customers(['lina'], '')
    const one = customers.find((customer) => customer.externalUserId === externalUserId)
    return one?.tagIds.map((id) => names.get(id) ?? '?').sort()
  }
  const OURS = ['小区project-1单元/3栋2单元', '小区project-1楼栋/3栋']

  beforeEach(async () => {
    await desk.sandbox.control.addContact('chen', { member: 'lina' })
    await desk.readContacts()
  })

  test('follow a binding and its end, and leave the company’s own alone', async () => {
    const owner = await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
    const [own] = await desk.platform.addTags('关爱', ['独居老人'])
    await desk.platform.markTags({
      userId: 'lina',
      externalUserId: CHEN,
      add: [own?.id ?? ''],
      remove: [],
    })
    await desk.readContacts()
    expect(await desk.stepTags()).toBe(1)
    expect(await desk.stepTags()).toBe(0)
    expect(await tagged(CHEN)).toEqual(['关爱/独居老人', ...OURS])
    await desk.doWork(desk.now(), (work) => unbindOwn(work, '3-2-1202'), owner)
    await desk.settle()
    expect(await tagged(CHEN)).toEqual(['关爱/独居老人'])
  })

  test('out of step they are repaired', async () => {
    await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
    await desk.stepTags()
    const ids = (await desk.platform.tags()).map(({ id }) => id)
    await desk.platform.markTags({ userId: 'lina', externalUserId: CHEN, add: [], remove: ids })
    expect(await tagged(CHEN)).toEqual([])
    await desk.readContacts()
    await desk.stepTags()
    expect(await tagged(CHEN)).toEqual(OURS)
  })

  test('somebody bound before they became a customer is tagged when they do', async () => {
    await anOwner(desk.db, { user: LIU, rooms: ['3-2-501'] })
    await desk.sandbox.control.addContact('liu', { member: 'lina' })
    await change({ externalUserId: LIU })
    await desk.settle()
    expect(await tagged(LIU)).toEqual(OURS)
  })

  test('a notice may go to those who bear a tag', async () => {
    await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
    await anOwner(desk.db, { user: LIU, rooms: ['5-1-301'] })
    await desk.stepTags()
    await desk.readContacts()
    const agent = await desk.staff('林霞', 'agent')
    const wish = {
      kind: 'activity',
      title: '活动通知',
      text: '周六包饺子',
      audience: '标签：3栋2单元',
    }
    const { result } = await desk.act(agent, 'notices.preview', wish)
    expect(result).toMatchObject({ people: 1, reached: 1, audience: '标签“3栋2单元”' })
  })
})
