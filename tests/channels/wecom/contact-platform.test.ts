/** 客户联系 as the desk calls it: on the stand-in server of recorded shapes, and on the sandbox's strict platform. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wecomApi } from '../../../src/channels/wecom/api/client.ts'
import { contactChangeOf } from '../../../src/channels/wecom/contact-change.ts'
import { contactPlatform } from '../../../src/channels/wecom/contact-platform.ts'
import { readXml } from '../../../src/channels/wecom/xml.ts'
import type { ContactPlatform } from '../../../src/desk/contacts/platform.ts'
import {
  CHEN,
  CORP,
  LIU,
  openTestPlatform,
  type TestPlatform,
} from '../../sandbox/support/test-platform.ts'
import { memoryTokens } from '../../support/memory-tokens.ts'
import { type ApiReply, DEFAULT, refusal, type StandInApi } from '../../support/stand-in-api.ts'
import { openApi } from '../../support/wecom-api.ts'

const NOW = new Date('2026-11-23T01:00:00Z')
const task = { userId: 'lina', externalUserIds: [CHEN], text: '明天停水' }

describe('on recorded shapes', () => {
  let server: StandInApi
  afterEach(() => server?.close())

  async function answering(reply: ApiReply): Promise<ContactPlatform> {
    const opened = await openApi((call) => (call.path.includes('gettoken') ? DEFAULT : reply))
    server = opened.server
    return contactPlatform(opened.api, () => NOW)
  }
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => 'taken',
      (error) => `${error.refusal} ${error.platformCode}`,
    )

  test.each<[string, (platform: ContactPlatform) => Promise<unknown>, string]>([
    ['4001 bytes', (p) => p.createTask({ ...task, text: 'x'.repeat(4001) }), 'data 45002'],
    [
      '1334 Chinese characters',
      (p) => p.createTask({ ...task, text: '水'.repeat(1334) }),
      'data 45002',
    ],
    ['nothing but blanks', (p) => p.createTask({ ...task, text: ' \n' }), 'data 44004'],
    ['nobody', (p) => p.createTask({ ...task, externalUserIds: [] }), 'data 41048'],
    [
      '10,001 people',
      (p) => p.createTask({ ...task, externalUserIds: Array(10_001).fill(CHEN) }),
      'data 40058',
    ],
    ['no sender', (p) => p.createTask({ ...task, userId: '' }), 'data 41009'],
    [
      'a state of 31 characters',
      (p) => p.addWay({ userId: 'lina', state: '栋'.repeat(31), remark: '' }),
      'data 40058',
    ],
    [
      'a code for 15 days',
      (p) => p.addWay({ userId: 'lina', state: 'a', remark: '', expiresInSec: 1_296_000 }),
      'data 40058',
    ],
    [
      'a link without an address',
      (p) => p.welcome('C', { text: '您好', link: LINK('nowhere') }),
      'data 40094',
    ],
    [
      'no tag',
      (p) => p.markTags({ userId: 'a', externalUserId: CHEN, add: [], remove: [] }),
      'data 40058',
    ],
    ['a tag without a name', (p) => p.addTags('楼栋', ['']), 'data 40058'],
  ])('%s is refused before it leaves', async (_what, call, expected) => {
    const platform = await answering({ msgid: 'm' })
    expect(await refused(call(platform))).toBe(expected)
    expect(server.calls).toEqual([])
  })

  test.each([
    [41063, 'transient 41063'],
    [45009, 'rate 45009'],
    [41094, 'rate 41094'],
    [48002, 'config 48002'],
    [84061, 'data 84061'],
    [41050, 'expired 41050'],
  ])('a refusal %i is %s', async (code, expected) => {
    const platform = await answering(refusal(code))
    expect(await refused(platform.remind('m'))).toBe(expected)
  })

  test('what is done already is well: a message cancelled, a code deleted, nobody to read', async () => {
    const cancelled = await answering(refusal(41093))
    await cancelled.cancel('m')
    await server.close()
    const gone = await answering(refusal(41044))
    await gone.removeWay('w')
    await server.close()
    const nobody = await answering(refusal(84061))
    expect(await nobody.customers(['lina'], '')).toEqual({ customers: [], next: '' })
  })

  test('a strange entry costs one customer, not the page', async () => {
    const good = {
      external_contact: { external_userid: CHEN, name: '陈' },
      follow_info: { userid: 'lina', createtime: 1_700_000_000, state: 's', tag_id: ['t'] },
    }
    const platform = await answering({ external_contact_list: [{}, null, good], next_cursor: 'n' })
    expect(await platform.customers(['lina'], '')).toEqual({
      customers: [
        {
          userId: 'lina',
          externalUserId: CHEN,
          name: '陈',
          state: 's',
          addedAt: new Date(1_700_000_000_000),
          tagIds: ['t'],
        },
      ],
      next: 'n',
    })
  })

  test('the four statuses, and one nobody knows', async () => {
    const send_list = [0, 1, 2, 3, 9].map((status) => ({ external_userid: `wm${status}`, status }))
    const platform = await answering({ send_list })
    expect((await platform.results('m', 'lina', '')).results.map(({ status }) => status)).toEqual([
      'unsent',
      'sent',
      'not_customer',
      'over_cap',
      'unsent',
    ])
  })
})

describe('on the strict platform', () => {
  let sandbox: TestPlatform
  let platform: ContactPlatform
  beforeEach(async () => {
    sandbox = await openTestPlatform()
    const api = wecomApi({
      baseUrl: sandbox.baseUrl,
      timeoutMs: 20_000,
      corpId: CORP.corpId,
      secret: CORP.apps[0]?.secret ?? '',
      store: memoryTokens(),
      now: sandbox.now,
      pause: async () => undefined,
    })
    platform = contactPlatform(api, sandbox.now)
    await sandbox.control.addContact('chen', { member: 'lina' })
  })
  afterEach(() => sandbox.close())

  test('a task from its making to its results', async () => {
    const made = await platform.createTask({ ...task, externalUserIds: [CHEN, LIU] })
    expect(made.unknown).toEqual([LIU])
    sandbox.pass(3_000)
    expect(await platform.taskIsSent(made.id, 'LINA')).toBe(false)
    await platform.remind(made.id)
    await sandbox.control.confirmTask('lina', made.id)
    expect(await platform.taskIsSent(made.id, 'lina')).toBe(true)
    expect(await platform.results(made.id, 'lina', '')).toEqual({
      results: [{ externalUserId: CHEN, groupId: '', status: 'sent' }],
      next: '',
    })
    await platform.cancel(made.id)
    await platform.cancel(made.id)
  })

  test('a task whose answer was lost is found by its words and sender, and no other is', async () => {
    const since = sandbox.now()
    const first = await platform.createTask(task)
    const second = await platform.createTask(task)
    await platform.createTask({ ...task, text: '别的事' })
    sandbox.pass(3_000)
    expect(await platform.findTask(task, since, [first.id])).toBe(second.id)
    expect(await platform.findTask(task, since, [first.id, second.id])).toBeNull()
    expect(await platform.findTask({ ...task, userId: 'wangqiang' }, since, [])).toBeNull()
  })

  test('tags, codes and links', async () => {
    const [tag] = await platform.addTags('楼栋', ['3栋'])
    await platform.markTags({
      userId: 'lina',
      externalUserId: CHEN,
      add: [tag?.id ?? ''],
      remove: [],
    })
    const { customers } = await platform.customers(['lina'], '')
    expect(customers).toMatchObject([{ externalUserId: CHEN, tagIds: [tag?.id] }])
    expect(await platform.tags()).toEqual([{ id: tag?.id, group: '楼栋', name: '3栋' }])
    const way = await platform.addWay({ userId: 'lina', state: 'u1', remark: '3栋2单元' })
    await platform.removeWay(way.id)
    expect(await platform.followers()).toEqual(['lina'])
    expect(await platform.chatAddress('wkDemoAccount0001', 'b=3 2')).toContain(
      '&scene_param=b%3D3%202',
    )
  })
})

test.each([
  ['add_external_contact', 'added'],
  ['add_half_external_contact', 'added'],
  ['edit_external_contact', 'edited'],
  ['del_external_contact', 'removed'],
  ['del_follow_user', 'removed'],
  ['transfer_fail', undefined],
  ['', undefined],
])('the event %s is %s', (kind, expected) => {
  const read = readXml(
    `<xml><ChangeType><![CDATA[${kind}]]></ChangeType><UserID>lina</UserID><ExternalUserID>${CHEN}</ExternalUserID><State>u1</State></xml>`,
  )
  if ('refused' in read) throw new Error(read.refused)
  expect(contactChangeOf(read.root, NOW)?.change).toBe(expected)
})

function LINK(url: string) {
  return { title: '绑定', description: '', url }
}
