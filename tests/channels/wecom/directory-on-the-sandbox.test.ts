/** Both doors of the directory against the stand-in platform, which shares no code with them. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wecomApi } from '../../../src/channels/wecom/api/client.ts'
import { wecomCallback } from '../../../src/channels/wecom/callback.ts'
import { directoryPlatform } from '../../../src/channels/wecom/directory-platform.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import type { DirectoryChange } from '../../../src/desk/directory/directory-change.ts'
import {
  AGENT,
  CORP,
  openTestPlatform,
  type TestPlatform,
  until,
} from '../../sandbox/support/test-platform.ts'
import { type Served, serve } from '../../support/callback-sender.ts'
import { logLines } from '../../support/log-lines.ts'
import { memoryTokens } from '../../support/memory-tokens.ts'
import { PATIENT_MS } from '../../support/wecom-api.ts'

const CONTACTS = {
  secret: 'contacts-secret-0123456789ab',
  token: 'ContactsToken1',
  aesKey: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
}
let platform: TestPlatform
let desk: Served
let heard: DirectoryChange[]

beforeEach(async () => {
  heard = []
  platform = await openTestPlatform({ corp: { ...CORP, contacts: CONTACTS } })
  const [app] = CORP.apps
  if (!app) throw new Error('no app')
  const { corpId } = CORP
  const { token, aesKey } = CONTACTS
  desk = await serve(
    wecomCallback({
      endpoints: [
        { path: '/app', corpId, agentId: String(AGENT), token: app.token, aesKey: app.aesKey },
        { path: '/contacts', corpId, agentId: '', token, aesKey },
      ],
      keep: async () => undefined,
      pullKf: async () => undefined,
      directoryChanged: async (_corp, change) => void heard.push(change),
      now: platform.now,
      randomBytes,
      log: logLines().log,
      tally: openTally(),
    }),
  )
  await platform.control.connectDesk(AGENT, `http://127.0.0.1:${desk.port}/app`)
  await platform.control.connectDesk(0, `http://127.0.0.1:${desk.port}/contacts`)
})
afterEach(async () => {
  await desk.close()
  await platform.close()
})

test('what each door hears leads to the same member, and the call says how they are', async () => {
  await platform.control.changeMember('ZhangWei', { newId: 'zhang.wei' })
  await until(() => heard.length === 2)
  for (const change of heard)
    expect(change).toMatchObject({
      members: ['ZhangWei'],
      renamed: { from: 'ZhangWei', to: 'zhang.wei' },
    })
  const directory = directoryPlatform(
    wecomApi({
      ...{ baseUrl: platform.baseUrl, timeoutMs: PATIENT_MS, now: platform.now },
      ...{ corpId: CORP.corpId, secret: CORP.apps[0]?.secret ?? '', store: memoryTokens() },
      pause: () => Promise.resolve(),
    }),
  )
  expect(await directory.member('ZhangWei')).toBe('gone')
  expect(await directory.member('ZHANG.WEI')).toEqual({
    ...{ userId: 'zhang.wei', departmentIds: [1], isActive: true },
  })
  await platform.control.changeMember('zhang.wei', { disabled: true })
  expect(await directory.member('zhang.wei')).toMatchObject({ isActive: false })
  expect((await directory.membersOf(1)).map(({ userId }) => userId)).toContain('zhang.wei')
  expect(await directory.departments()).toEqual([{ id: 1, parentId: 0, name: '和悦物业' }])
  await platform.control.setVisibleRange({ departments: [] })
  expect(await directory.member('lina')).toBe('hidden')
  expect(await directory.membersOf(1)).toEqual([])
  expect(await directory.departments()).toEqual([])
})
