/** Messages of an app on the stand-in: whom they reach, and each limit of wecom.md 5 at its edge and past it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AGENT, openTestPlatform, type TestPlatform } from './support/test-platform.ts'

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const send = (more: object = {}) =>
  platform.post('/cgi-bin/message/send', {
    touser: 'ZhangWei',
    agentid: AGENT,
    msgtype: 'text',
    text: { content: '您有新工单' },
    ...more,
  })
const phone = async (id = 'ZhangWei') =>
  (await platform.control.readPhone({ kind: 'members', id }, 0)).messages

describe('receivers', () => {
  test('without a licence come back in lower case and get nothing; with one they do again', async () => {
    await platform.control.changeMember('ZhangWei', { licensed: false })
    expect(await send({ touser: 'ZhangWei|lina|Ghost' })).toMatchObject({
      errcode: 0,
      invaliduser: 'ghost',
      unlicenseduser: 'zhangwei',
    })
    expect([await phone(), await phone('lina')]).toEqual([[], [expect.anything()]])
    expect((await send({ touser: '@all' })).unlicenseduser).toBe('zhangwei')
    // A start of the desk, which names its people again, gives nobody a licence.
    await platform.control.putPeople({ members: [{ id: 'ZhangWei', name: '张伟' }] })
    expect((await send()).errcode).toBe(81013)
    await platform.control.changeMember('ZhangWei', { licensed: true })
    expect((await send()).unlicenseduser).toBe('')
    expect(await phone()).toHaveLength(1)
  })

  test('a licence is no change of the directory, and must be said as true or false', async () => {
    await platform.control.changeMember('ZhangWei', { licensed: false })
    expect((await platform.control.pending()).count).toBe(0)
    await expect(platform.control.changeMember('lina', { licensed: 'no' })).rejects.toMatchObject({
      status: 400,
    })
  })

  test('of a party are all in it and below it; a party that is none comes back', async () => {
    await platform.control.putDepartment({ id: 2, name: '工程部' })
    await platform.control.putDepartment({ id: 3, name: '水电组', parentId: 2 })
    await platform.control.changeMember('ZhangWei', { departments: [3] })
    expect(await send({ touser: 'zhangwei', toparty: '2|9' })).toMatchObject({
      errcode: 0,
      invalidparty: '9',
    })
    expect([await phone(), await phone('lina')]).toEqual([[expect.anything()], []])
    expect((await send({ touser: '', toparty: '9' })).errcode).toBe(81013)
  })

  test('of @all are those the app may see', async () => {
    await platform.control.putDepartment({ id: 2, name: '工程部' })
    await platform.control.changeMember('ZhangWei', { departments: [2] })
    await platform.control.setVisibleRange({ departments: [2] })
    expect((await send({ touser: '@all' })).errcode).toBe(0)
    expect([await phone(), await phone('lina')]).toEqual([[expect.anything()], []])
    await platform.control.setVisibleRange({ departments: [] })
    expect((await send({ touser: '@all' })).errcode).toBe(81013)
  })

  test.each<[string, (count: number) => object, number, number]>([
    ['members', (n) => ({ touser: Array(n).fill('ZhangWei').join('|') }), 1000, 40032],
    ['parties', (n) => ({ toparty: Array(n).fill('9').join('|') }), 100, 82002],
    ['tags', (n) => ({ totag: Array(n).fill('9').join('|') }), 100, 82003],
  ])('%s', async (_what, name, limit, code) => {
    expect((await send(name(limit))).errcode).toBe(0)
    expect((await send(name(limit + 1))).errcode).toBe(code)
    expect(await phone()).toHaveLength(1)
  })
})
