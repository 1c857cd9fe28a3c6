/** change_contact by table: who is to be looked at, and what is counted and left alone. */
import { describe, expect, test } from 'vitest'
import { type AppDelivery, parseApp } from '../../../src/channels/wecom/parse-app.ts'
import { readXml } from '../../../src/channels/wecom/xml.ts'

const CORP = 'ww0123456789abcdef'

function delivered(inner: string, agentId = '1000002'): AppDelivery {
  const xml = `<xml><ToUserName>${CORP}</ToUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType>${inner}</xml>`
  const read = readXml(xml)
  if ('refused' in read) throw new Error(read.refused)
  return parseApp(read.root, {
    ...{ corpId: CORP, agentId, plaintext: Buffer.from(xml) },
    now: new Date('2026-11-21T02:00:00Z'),
  })
}

const changed = (type: string, fields = '') =>
  delivered(
    `<FromUserName>sys</FromUserName><Event>change_contact</Event><ChangeType>${type}</ChangeType>${fields}`,
  )
const user = (id: string, more = '') => `<UserID><![CDATA[${id}]]></UserID>${more}`

describe('what comes and what it becomes', () => {
  const ALL =
    '<Name>张三</Name><Department>1,2</Department><MainDepartment>1</MainDepartment><IsLeaderInDept>1,0</IsLeaderInDept>' +
    '<Mobile>13800000000</Mobile><Gender>1</Gender><Email>a@b.c</Email><Status>2</Status><Alias>z</Alias>' +
    '<ExtAttr><Item><Name>爱好</Name><Type>0</Type><Text><Value>旅游</Value></Text></Item></ExtAttr>'
  test.each<[string, string, object]>([
    ['create_user', user('ZhangSan'), { members: ['ZhangSan'] }],
    ['create_user', user('ZhangSan', ALL), { members: ['ZhangSan'] }],
    ['update_user', user('ZhangSan', ALL), { members: ['ZhangSan'] }],
    [
      'update_user',
      user('ZhangSan', '<NewUserID>zhang.san</NewUserID>'),
      { members: ['ZhangSan'], renamed: { from: 'ZhangSan', to: 'zhang.san' } },
    ],
    ['update_user', user('a', '<NewUserID>a</NewUserID>'), { members: ['a'] }],
    ['update_user', user('a', '<NewUserID>b/c</NewUserID>'), { members: ['a'] }],
    ['delete_user', user(' ZhangSan ', '<Department>1,2</Department>'), { members: ['ZhangSan'] }],
    ['delete_user', '', { members: [] }],
    ['delete_user', user('a/b'), { members: [] }],
    ['delete_user', user('x'.repeat(65)), { members: [] }],
    [
      'create_party',
      '<Id>7</Id><Name>工程部</Name><ParentId>1</ParentId><Order>1</Order>',
      { departments: true },
    ],
    ['update_party', '<Id>7</Id>', { departments: true }],
    ['delete_party', '<Id>7</Id>', { departments: true }],
    [
      'update_tag',
      '<TagId>1</TagId><AddUserItems>a, b</AddUserItems><DelUserItems>b,c</DelUserItems><AddPartyItems>1</AddPartyItems>',
      { members: ['a', 'b', 'c'] },
    ],
    ['update_tag', '<TagId>1</TagId>', { members: [] }],
  ])('%s %s', (type, fields, change) => {
    expect(changed(type, fields)).toEqual({
      kind: 'directory-change',
      change: {
        key: expect.stringMatching(new RegExp(`^directory/${CORP}/[0-9a-f]{64}$`)),
        members: [],
        departments: false,
        ...change,
      },
    })
  })

  test.each([
    ['something_new', 'change_contact something_new'],
    ['', 'change_contact'],
    ['CREATE_USER', 'change_contact CREATE_USER'],
  ])('%o is counted by name', (type, what) => {
    expect(changed(type, user('a'))).toEqual({ kind: 'ignored', what })
  })

  test.each(['subscribe', 'unsubscribe'])('%s: the member is looked at', (name) => {
    const inner = `<FromUserName>lisi</FromUserName><Event>${name}</Event><AgentID>1000002</AgentID>`
    expect(delivered(inner)).toMatchObject({
      kind: 'directory-change',
      change: { members: ['lisi'], departments: false },
    })
    expect(delivered(inner, '1000009')).toEqual({ kind: 'ignored', what: 'another agent' })
    expect(delivered(`<Event>${name}</Event>`)).toEqual({ kind: 'ignored', what: name })
  })
})

describe('the key', () => {
  const keyOf = (delivery: AppDelivery) =>
    delivery.kind === 'directory-change' ? delivery.change.key : ''

  test('is equal for a repeated delivery, at either door, and another for everything else', () => {
    const one = keyOf(changed('update_user', user('a', '<Name>甲</Name>')))
    expect(keyOf(changed('update_user', user('a', '<Name>甲</Name>')))).toBe(one)
    // In the same second: both happened.
    expect(keyOf(changed('update_user', user('a', '<Name>乙</Name>')))).not.toBe(one)
    expect(keyOf(changed('delete_user', user('a', '<Name>甲</Name>')))).not.toBe(one)
  })
})
