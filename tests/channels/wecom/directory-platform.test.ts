/** The directory over the wire: what is absent, hidden, off or gone, and how many there are. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wecomApi } from '../../../src/channels/wecom/api/client.ts'
import { directoryPlatform } from '../../../src/channels/wecom/directory-platform.ts'
import type { DirectoryPlatform } from '../../../src/desk/directory/platform.ts'
import { memoryTokens } from '../../support/memory-tokens.ts'

let answers: Map<string, object>
let asked: string[]
let directory: DirectoryPlatform
let close: () => void

beforeEach(async () => {
  answers = new Map([['/cgi-bin/gettoken', { access_token: 't', expires_in: 7200 }]])
  asked = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://platform')
    url.searchParams.delete('access_token')
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    response.end(JSON.stringify(answers.get(url.pathname) ?? { errcode: 48002, errmsg: 'no' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  const { port } = server.address() as AddressInfo
  directory = directoryPlatform(
    wecomApi({
      baseUrl: `http://127.0.0.1:${port}`,
      timeoutMs: 2000,
      ...{ corpId: 'ww1', secret: 's', store: memoryTokens(), now: () => new Date() },
      pause: async () => undefined,
    }),
  )
})
afterEach(() => close())

test.each<[string, object, unknown]>([
  ['active', { status: 1, enable: 1 }, true],
  ['switched off', { status: 2 }, false],
  ['switched off, by the older field', { status: 1, enable: 0 }, false],
  ['not logged in yet', { status: 4 }, true],
  ['left', { status: 5 }, false],
  ['without a status: the app may not read it', {}, true],
  ['with a strange status', { status: 'x', department: 'y' }, true],
])('a member who is %s', async (_what, fields, isActive) => {
  answers.set('/cgi-bin/user/get', { errcode: 0, userid: 'a', department: [1, 7], ...fields })
  const member = await directory.member('a')
  expect(member).toMatchObject({ userId: 'a', isActive })
  expect(asked.at(-1)).toBe('GET /cgi-bin/user/get?userid=a')
})

test.each([
  [60111, 'gone'],
  [60011, 'hidden'],
  [60031, 'hidden'],
  [40003, 'hidden'],
])('%i means %s', async (errcode, standing) => {
  answers.set('/cgi-bin/user/get', { errcode, errmsg: 'no' })
  expect(await directory.member('a')).toBe(standing)
})

test.each([
  [48002, 'config'],
  [60020, 'config'],
  [45009, 'rate'],
  [-1, 'transient'],
])('%i is no word about anybody', async (errcode, refusal) => {
  answers.set('/cgi-bin/user/get', { errcode, errmsg: 'no' })
  answers.set('/cgi-bin/user/list', { errcode, errmsg: 'no' })
  answers.set('/cgi-bin/department/list', { errcode, errmsg: 'no' })
  await expect(directory.member('a')).rejects.toMatchObject({ refusal })
  await expect(directory.membersOf(7)).rejects.toMatchObject({ refusal })
  await expect(directory.departments()).rejects.toMatchObject({ refusal })
})

test('a department whose members the app may not see has none; strange entries cost nobody else', async () => {
  answers.set('/cgi-bin/user/list', { errcode: 60011, errmsg: 'no' })
  expect(await directory.membersOf(7)).toEqual([])
  const many = Array.from({ length: 20_000 }, (_, n) => ({ userid: `user-${n}`, status: 1 }))
  answers.set('/cgi-bin/user/list', { errcode: 0, userlist: [null, 7, { userid: '' }, ...many] })
  expect(await directory.membersOf(7)).toHaveLength(20_000)
  expect(asked.at(-1)).toBe('GET /cgi-bin/user/list?department_id=7')
})

test('departments, with or without their names', async () => {
  answers.set('/cgi-bin/department/list', {
    errcode: 0,
    department: [{ id: 1, name: '和悦物业', parentid: 0 }, { id: 7, parentid: 1 }, { name: '?' }],
  })
  expect(await directory.departments()).toEqual([
    { id: 1, parentId: 0, name: '和悦物业' },
    { id: 7, parentId: 1, name: '' },
  ])
})
