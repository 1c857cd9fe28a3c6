/** Notices to customer groups, on the strict stand-in platform: told together, counted by person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ContactPlatform } from '../../../src/desk/contacts/platform.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { CHEN, LIU } from '../../sandbox/support/test-platform.ts'
import { anOwner } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { aPerson, aProject } from '../../support/desk/people.ts'
import { aStaffMember } from '../../support/desk/staff.ts'

const WATER = {
  kind: 'water_stop',
  title: '3栋停水通知',
  text: '因水箱清洗，3栋停水，请提前储水。',
  audience: '3栋',
  when: '2026-11-25T09:00/17:00',
  send: '',
}
let desk: NoticeDesk
let agent: StaffActor

beforeEach(async () => {
  desk = await openNoticeDesk()
  agent = await desk.staff('林霞', 'agent')
  await desk.staff('高远', 'manager')
  await desk.staff('lina', 'steward', ['3'])
  await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
  await anOwner(desk.db, { user: LIU, rooms: ['3-1-101'] })
  await aPerson(desk.db, { name: '孙老', phone: '13800000009', room: '3-1-102' })
  await anOwner(desk.db, { user: 'elsewhere', rooms: ['5-1-301'] })
  await desk.sandbox.control.addContact('chen', { member: 'lina' })
  await desk.sandbox.control.addContact('liu', { member: 'lina' })
})
afterEach(() => desk.close())

/** Groups of the steward, by name, with these owners in each. */
async function groups(given: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [name, members] of Object.entries(given))
    await desk.sandbox.control.addGroup({ name, owner: 'lina', members })
  await desk.readContacts()
}
async function planned(audience: string) {
  const { outcome, result } = await desk.act(agent, 'notices.preview', { ...WATER, audience })
  expect(outcome).toBe('ok')
  const { groups: inGroups, stewards, no_contact } = result as unknown as Preview
  return { groups: inGroups, alone: stewards, no_contact }
}
interface Preview {
  readonly groups: readonly object[]
  readonly stewards: readonly object[]
  readonly no_contact: number
}
const states = async () => {
  const rows = await desk.db
    .selectFrom('notice_recipient')
    .innerJoin('person', 'person.id', 'notice_recipient.personId')
    .select(['person.name', 'notice_recipient.state'])
    .execute()
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}
const shownTo = async (id: string) => {
  const { messages } = await desk.sandbox.control.readPhone({ kind: 'owners', id }, 0)
  return messages.map(({ content }) => ('text' in content ? content.text : ''))
}
const onPhone = () => desk.sandbox.control.senderTasks('lina')

describe('a notice to a building that has a group', () => {
  test('goes to the group once, to those outside it by their steward, and counts everybody', async () => {
    await groups({ 云锦花园3栋业主群: ['chen'], 云锦花园5栋业主群: ['liu'] })
    expect(await planned('3栋')).toEqual({
      groups: [{ name: '云锦花园3栋业主群', count: 1 }],
      alone: [{ name: 'lina', count: 1 }],
      no_contact: 1,
    })
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    const tasks = await onPhone()
    expect(tasks.map(({ customers }) => customers)).toEqual([['云锦花园3栋业主群'], ['刘伟']])
    await desk.sandbox.control.confirmTask('lina', tasks[0]?.msgid ?? '')
    await desk.advance(6)
    expect(await states()).toEqual({ [CHEN]: 'sent', [LIU]: 'unsent', 孙老: 'no_contact' })
    expect(await shownTo('chen')).toEqual([
      '［云锦花园3栋业主群］【3栋停水通知】\n因水箱清洗，3栋停水，请提前储水。',
    ])
    await desk.sandbox.control.confirmTask('lina', tasks[1]?.msgid ?? '')
    await desk.advance(6)
    expect(await states()).toEqual({ [CHEN]: 'sent', [LIU]: 'sent', 孙老: 'no_contact' })
    expect(await shownTo('chen')).toHaveLength(1)
    const [notice] = await desk.db.selectFrom('notice').select('state').execute()
    expect(notice?.state).toBe('PARTLY_FAILED')
  })

  test('a group that had as many as the platform allows: its people are called', async () => {
    await groups({ '3栋业主群': ['chen', 'liu'] })
    await desk.sandbox.control.setMassSendCap('day')
    for (const title of ['第一条', '第二条']) {
      await desk.act(agent, 'notices.create', { ...WATER, title })
      await desk.settle()
      for (const { msgid } of await onPhone()) await desk.sandbox.control.confirmTask('lina', msgid)
      await desk.advance(6)
    }
    const rows = await desk.db
      .selectFrom('notice_recipient')
      .innerJoin('notice', 'notice.id', 'notice_recipient.noticeId')
      .select(['notice.title', 'notice_recipient.state'])
      .where('groupId', 'is not', null)
      .orderBy('notice.createdAt')
      .execute()
    expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent', 'over_cap', 'over_cap'])
  })

  test('a group nobody of the register is in is told all the same', async () => {
    await groups({ '3栋业主群': [] })
    expect(await planned('3栋')).toMatchObject({ groups: [{ name: '3栋业主群', count: 0 }] })
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    expect((await onPhone()).map(({ customers }) => customers)).toContainEqual(['3栋业主群'])
  })

  test('taken back, the group is told nothing', async () => {
    await groups({ '3栋业主群': ['chen', 'liu'] })
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    const [notice] = await desk.db.selectFrom('notice').select('id').execute()
    await desk.act(agent, 'notices.withdraw', { id: notice?.id })
    // The platform takes nothing back that it is still handing out.
    await desk.advance(1)
    expect(await onPhone()).toEqual([])
    expect(await states()).toMatchObject({ [CHEN]: 'cancelled', [LIU]: 'cancelled' })
  })

  test('a task whose making nobody heard the end of is found again, and made once', async () => {
    await groups({ '3栋业主群': ['chen', 'liu'] })
    const { platform } = desk
    let isCut = true
    const cutting: ContactPlatform = {
      ...platform,
      async createTask(task) {
        const made = await platform.createTask(task)
        if (!isCut) return made
        isCut = false
        throw new Error('the line broke')
      },
    }
    desk.platform = cutting
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(2)
    expect(await onPhone()).toHaveLength(1)
    const [task] = await desk.db.selectFrom('notice_task').selectAll().execute()
    expect(task).toMatchObject({ state: 'waiting', groups: ['3栋业主群'] })
    expect((await onPhone())[0]?.msgid).toBe(task?.platformId)
  })
})

describe('which groups are meant', () => {
  test.each([
    ['3栋', { '3栋业主群': ['chen'] }, ['3栋业主群']],
    ['3栋', { '5栋业主群': ['chen'] }, []],
    ['3栋', { 全小区业主群: ['chen'] }, []],
    ['3栋', { '3栋2单元群': ['chen'], '3栋1单元群': ['liu'] }, ['3栋2单元群', '3栋1单元群']],
    ['3栋', { '3栋2单元群': ['chen'], '3栋大群': ['chen', 'liu'] }, ['3栋大群']],
    ['3栋2单元', { '3栋业主群': ['chen', 'liu'] }, []],
    ['3栋2单元', { 三栋二单元: ['chen'], '3号楼2单元': ['chen'] }, ['3号楼2单元']],
    ['3栋', { '3、5栋联合群': ['chen'], '3栋5栋群': ['liu'] }, []],
    ['3栋、5栋', { '3栋5栋群': ['chen'] }, ['3栋5栋群']],
    ['3-2-1202', { '3栋业主群': ['chen'] }, []],
    ['全小区', { 业主群: ['chen', 'liu'], '3栋业主群': ['chen'] }, ['业主群']],
    ['全小区', { 业主群: ['liu'], '3栋业主群': ['chen'] }, ['业主群', '3栋业主群']],
    ['全小区', { '9栋业主群': ['chen'] }, []],
    ['全小区', { 云锦花园羽毛球群: ['chen'], 妈妈团购: ['liu'], 测试: ['chen'] }, []],
    ['全小区', { 云锦花园羽毛球群: ['chen'], 云锦花园业主群: ['liu'] }, ['云锦花园业主群']],
  ] as const)('%s with %o', async (audience, given, expected) => {
    await groups(given)
    const { groups: found } = await planned(audience)
    expect(found.map((group) => (group as { name: string }).name).sort()).toEqual(
      [...expected].sort(),
    )
  })

  test('a steward of two projects: only a group that names the project is of it', async () => {
    await desk.db.updateTable('project').set({ name: '云锦花园' }).execute()
    await aProject(desk.db, 'project-2')
    await groups({ '3栋业主群': ['chen'], 云锦花园3栋业主群: ['liu'], 业主群: ['chen'] })
    const names = async (audience: string) =>
      (await planned(audience)).groups.map((group) => (group as { name: string }).name)
    expect((await names('全小区')).sort()).toEqual(['业主群', '云锦花园3栋业主群'].sort())
    const steward = { name: 'lina', roles: ['steward'] } as const
    await aStaffMember(desk.db, { ...steward, projectId: 'project-2' })
    expect(await names('3栋')).toEqual(['云锦花园3栋业主群'])
    expect(await names('全小区')).toEqual(['云锦花园3栋业主群'])
  })

  test('a group whose owner left the company is nobody’s to send to', async () => {
    await groups({ '3栋业主群': ['chen'] })
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('name', '=', 'lina')
      .execute()
    expect((await planned('3栋')).groups).toEqual([])
  })

  test('a group that was dissolved is forgotten at the next reading', async () => {
    await groups({ '3栋业主群': ['chen'] })
    desk.platform = { ...desk.platform, groups: async () => ({ groups: [], next: '' }) }
    desk.sandbox.pass(60_000)
    await desk.readContacts()
    expect((await planned('3栋')).groups).toEqual([])
  })
})
