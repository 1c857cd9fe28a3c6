/** Which app and which secret is used for what, when a process speaks for several. */
import { expect, test } from 'vitest'
import type { WecomApi } from '../../../src/channels/wecom/api/client.ts'
import { companyPlatforms } from '../../../src/channels/wecom/company-platforms.ts'
import { type AppSettings, openApps } from '../../../src/channels/wecom/open-apps.ts'

const APP = { name: 'app', corpId: 'one', agentId: '1', secret: 'a', token: 't', aesKey: 'k' }
const rest = { previous: null, robotKey: null }
const APPS: readonly AppSettings[] = [
  { ...APP, ...rest, contactSecret: 'customers' },
  { ...APP, ...rest, name: 'second', agentId: '2', secret: 'b', robotKey: 'robot' },
  { ...APP, ...rest, name: 'other', corpId: 'two', secret: 'c' },
]

/** An API that only says which secret it was opened with. */
const openApi = ({ corpId, secret }: AppSettings) => {
  const refuse = async () => {
    throw new Error(`called with ${secret}`)
  }
  return Object.assign({ corpId, json: refuse, download: refuse } as WecomApi, { secret })
}
const secretOf = (api: WecomApi | undefined) => (api as { secret?: string } | undefined)?.secret
const agents = new Map([['one/account-2', '2']])
const apps = openApps({
  apps: APPS,
  openApi,
  agentOf: async (corpId, account) => agents.get(`${corpId}/${account}`) ?? null,
})

test('an app is found by company and agent, the first of a company speaks for it', () => {
  expect(secretOf(apps.api('one', '2'))).toBe('b')
  expect(secretOf(apps.api('two', '1'))).toBe('c')
  expect(apps.api('two', '2')).toBeUndefined()
  expect([secretOf(apps.main('one')), secretOf(apps.main('two'))]).toEqual(['a', 'c'])
  expect(apps.main('three')).toBeUndefined()
})

test.each([
  ['one', 'account-2', 'b'],
  ['one', 'never seen', 'a'],
  ['two', 'account-2', 'c'],
  ['three', 'account-2', undefined],
])('the account %s/%s is spoken for with %s', async (corpId, account, secret) => {
  expect(secretOf(await apps.ofAccount(corpId, account))).toBe(secret)
})

test('the robot of a company is the one any of its apps knows', () => {
  expect([apps.robotKey('one'), apps.robotKey('two')]).toEqual(['robot', undefined])
})

test('customers are read with their own secret, members with that of the app', async () => {
  const platforms = companyPlatforms(apps, () => new Date(0))
  await expect(platforms.get('one')?.contacts.followers()).rejects.toThrow('called with customers')
  await expect(platforms.get('one')?.directory.member('a')).rejects.toThrow('called with a')
  await expect(platforms.get('two')?.contacts.followers()).rejects.toThrow('called with c')
})
