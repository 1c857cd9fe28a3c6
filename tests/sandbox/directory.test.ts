/** The directory of the stand-in: what an app may read, who is told of a change, and what an administrator may not do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import { AGENT, CORP, openTestPlatform, type TestPlatform, until } from './support/test-platform.ts'

const CONTACTS = {
  secret: 'contacts-secret-0123456789ab',
  token: 'ContactsToken1',
  aesKey: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
}
const WITH_CONTACTS = { ...CORP, contacts: CONTACTS }
const [APP] = CORP.apps
let platform: TestPlatform
let desk: DeskDouble

beforeEach(async () => {
  platform = await openTestPlatform({ corp: WITH_CONTACTS })
  desk = await openDeskDouble(CORP)
  await platform.control.connectDesk(AGENT, desk.url)
})
afterEach(async () => {
  await desk.close()
  await platform.close()
})

const user = (userid: string) => platform.get('/cgi-bin/user/get', { userid })
const list = (id: string, name = 'list') =>
  platform.get(`/cgi-bin/user/${name}`, { department_id: id })
const changes = (from: DeskDouble) =>
  from.received.map(({ message }) => message).filter(({ Event }) => Event === 'change_contact')
const told = (count: number, from = desk) =>
  until(() => changes(from).length >= count && changes(from), `${count} changes`)
const shownAs = (row: object) => expect.objectContaining(row)

describe('calls', () => {
  test('a member, without what an app of today is not shown', async () => {
    const member = await user('zhangwei')
    expect(member).toMatchObject({
      ...{ errcode: 0, userid: 'ZhangWei', name: '张伟', department: [1], position: '水电维修' },
      ...{ status: 1, enable: 1, main_department: 1 },
    })
    expect(Object.keys(member)).not.toEqual(
      expect.arrayContaining(['mobile', 'email', 'gender', 'avatar']),
    )
    expect(await user('newcomer')).toMatchObject({ status: 4 })
  })

  test.each([
    ['', 41009],
    ['nobody', 60111],
  ])('user/get of %o is %i', async (id, code) => {
    expect((await user(id)).errcode).toBe(code)
  })

  test('members stand in their own department only, and in each of several', async () => {
    await platform.control.putDepartment({ id: 7, name: '工程部' })
    await platform.control.putDepartment({ id: 8, name: '一组', parentId: 7 })
    await platform.control.changeMember('ZhangWei', { departments: [7, 8] })
    const ids = async (id: string) =>
      (await list(id)).userlist.map(({ userid }: { userid: string }) => userid)
    expect(await ids('7')).toEqual(['ZhangWei'])
    expect(await ids('8')).toEqual(['ZhangWei'])
    expect(await ids('1')).not.toContain('ZhangWei')
    expect((await list('7', 'simplelist')).userlist).toEqual([
      shownAs({ userid: 'ZhangWei', name: '张伟', department: [7, 8] }),
    ])
    const { department } = await platform.get('/cgi-bin/department/list')
    expect(department).toEqual([
      shownAs({ id: 1, name: '和悦物业', parentid: 0 }),
      shownAs({ id: 7, name: '工程部', parentid: 1 }),
      shownAs({ id: 8, name: '一组', parentid: 7 }),
    ])
  })

  test.each([
    ['99', 60003],
    ['x', 40058],
    ['1.5', 40058],
  ])('user/list of department %s is %i', async (id, code) => {
    expect((await list(id)).errcode).toBe(code)
  })

  test('out of the visible range nothing is read and nobody is reached', async () => {
    await platform.control.putDepartment({ id: 7, name: '工程部' })
    await platform.control.changeMember('ZhangWei', { departments: [7] })
    await platform.control.setVisibleRange({ departments: [7] })
    expect((await user('lina')).errcode).toBe(60011)
    expect((await list('1')).errcode).toBe(60011)
    expect((await list('7')).userlist).toHaveLength(1)
    const { department } = await platform.get('/cgi-bin/department/list')
    expect(department.map(({ id }: { id: number }) => id)).toEqual([7])
    const send = { msgtype: 'text', agentid: AGENT, text: { content: '您好' } }
    expect(
      await platform.post('/cgi-bin/message/send', { ...send, touser: 'lina|ZhangWei' }),
    ).toMatchObject({
      errcode: 0,
      invaliduser: 'lina',
    })
    expect(
      (await platform.post('/cgi-bin/message/send', { ...send, touser: 'lina' })).errcode,
    ).toBe(81013)
  })

  test('the secret of 通讯录同步 reads no members and writes nothing: 48009', async () => {
    const query = `corpid=${CORP.corpId}&corpsecret=${CONTACTS.secret}`
    const token = (await (await fetch(`${platform.baseUrl}/cgi-bin/gettoken?${query}`)).json()) as {
      access_token: string
    }
    for (const path of [
      'user/list?department_id=1&',
      'user/get?userid=lina&',
      'department/list?',
    ]) {
      const url = `${platform.baseUrl}/cgi-bin/${path}access_token=${token.access_token}`
      expect(await (await fetch(url)).json()).toMatchObject({ errcode: 48009 })
    }
  })
})

describe('who is told', () => {
  test('the app hears all of it, with the old id and the new', async () => {
    await platform.control.changeMember('ZhangWei', { newId: 'zhang.wei', name: '张炜' })
    const [change] = await told(1)
    expect(change).toMatchObject({
      ...{ FromUserName: 'sys', ChangeType: 'update_user', UserID: 'ZhangWei' },
      ...{ NewUserID: 'zhang.wei', Name: '张炜', Department: '1', Status: '1' },
    })
    expect((await user('ZhangWei')).errcode).toBe(60111)
    expect(await user('zhang.wei')).toMatchObject({ name: '张炜' })
  })

  test('通讯录同步 hears the id and the departments, at its own address with its own keys', async () => {
    const [app] = CORP.apps
    if (!app) throw new Error('no app')
    const sync = await openDeskDouble({ ...CORP, apps: [{ ...app, ...CONTACTS }] })
    try {
      await platform.control.connectDesk(0, sync.url)
      await platform.control.addMember({ id: 'new.one', name: '新同事' })
      const [change] = await told(1, sync)
      expect(change).toMatchObject({
        ChangeType: 'create_user',
        UserID: 'new.one',
        Department: '1',
      })
      expect(Object.keys(change ?? {})).not.toContain('Name')
      expect(Object.keys(change ?? {})).not.toContain('AgentID')
      expect(sync.received[0]?.outer['AgentID']).toBe('')
    } finally {
      await sync.close()
    }
  })

  test('an address with the keys of another is not saved', async () => {
    await expect(platform.control.connectDesk(0, desk.url)).rejects.toThrow()
    expect(APP?.token).not.toBe(CONTACTS.token)
  })

  test('deleted, switched off and out of sight: the app is told that the member is gone', async () => {
    const sights = () =>
      desk.received
        .map(({ message }) => message)
        .filter(({ Event }) => /subscribe$/.test(String(Event)))
    await platform.control.removeMember('lina')
    await platform.control.changeMember('ZhangWei', { disabled: true })
    await platform.control.changeMember('ZhangWei', { disabled: false })
    await until(() => sights().length === 3)
    expect(
      sights()
        .map(({ Event, FromUserName }) => `${FromUserName} ${Event}`)
        .sort(),
    ).toEqual(['ZhangWei subscribe', 'ZhangWei unsubscribe', 'lina unsubscribe'])
    expect((await told(3)).map(({ ChangeType }) => ChangeType)).toEqual([
      'delete_user',
      'update_user',
      'update_user',
    ])
  })

  test('departments that come, change and go', async () => {
    await platform.control.putDepartment({ id: 7, name: '工程部' })
    await platform.control.putDepartment({ id: 7, name: '工程维修部' })
    await platform.control.removeDepartment('7')
    expect((await told(3)).map(({ ChangeType, Id }) => `${ChangeType} ${Id}`)).toEqual([
      'create_party 7',
      'update_party 7',
      'delete_party 7',
    ])
  })
})

describe('an administrator', () => {
  const control = () => platform.control

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['an id twice', () => control().addMember({ id: 'LINA', name: '又一个' }), /已经有人用了/],
    [
      'an id of somebody else',
      () => control().changeMember('lina', { newId: 'zhangwei' }),
      /已经有人用了/,
    ],
    ['a bad id', () => control().addMember({ id: 'a/b', name: '甲' }), /id/],
    [
      'a strange department',
      () => control().changeMember('lina', { departments: [99] }),
      /没有部门 99/,
    ],
    ['nobody', () => control().removeMember('nobody'), /没有这个员工/],
    ['the root', () => control().putDepartment({ id: 1, name: '根' }), /根部门/],
    ['an unknown department', () => control().removeDepartment('99'), /没有这个部门/],
    ['a field that is none', () => control().changeMember('lina', { mobile: '1' }), /没有 mobile/],
  ])('%s is refused', async (_what, act, reason) => {
    await expect(act()).rejects.toThrow(reason)
    expect(changes(desk)).toEqual([])
  })

  test('a department with members or departments below cannot go', async () => {
    await platform.control.putDepartment({ id: 7, name: '工程部' })
    await platform.control.putDepartment({ id: 8, name: '一组', parentId: 7 })
    await expect(platform.control.removeDepartment('7')).rejects.toThrow('部门下面还有部门')
    await platform.control.changeMember('lina', { departments: [8] })
    await expect(platform.control.removeDepartment('8')).rejects.toThrow('部门里还有成员')
  })

  test('whoever is deleted or renamed is not put back by the next start; changes stay', async () => {
    await platform.control.removeMember('lina')
    await platform.control.changeMember('ZhangWei', { newId: 'zhang.wei' })
    await platform.control.changeMember('wangqiang', { disabled: true })
    await platform.restart()
    await platform.control.putPeople({
      members: [
        { id: 'lina', name: '李娜' },
        { id: 'ZhangWei', name: '张伟' },
        { id: 'wangqiang', name: '王强' },
      ],
    })
    expect((await user('lina')).errcode).toBe(60111)
    expect((await user('ZhangWei')).errcode).toBe(60111)
    expect(await user('wangqiang')).toMatchObject({ status: 2, enable: 0 })
    await platform.control.addMember({ id: 'lina', name: '李娜' })
    expect(await user('lina')).toMatchObject({ status: 1 })
  })

  test('a renamed member keeps the phone and what stands on it', async () => {
    const send = { msgtype: 'text', agentid: AGENT, text: { content: '您好' }, touser: 'lina' }
    await platform.post('/cgi-bin/message/send', send)
    await platform.control.changeMember('lina', { newId: 'li.na' })
    const { messages } = await platform.control.readPhone({ kind: 'members', id: 'li.na' }, 0)
    expect(messages.map(({ content }) => content)).toEqual([{ type: 'text', text: '您好' }])
  })
})
